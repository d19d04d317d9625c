import type { Say } from '@toshobin/web';
import type { Fault } from '../pages/field.tsx';
import { type Asked, isQuestion, linesOf, readAsked } from './asked.ts';

/** The fields of the advanced search as they were typed. */
export type Typed = ReturnType<typeof linesOf>;

/** What was typed into the advanced search, what it asks for, and what is to be mended before it can be asked. */
export function readAdvanced(
  query: Readonly<Record<string, unknown>>,
  say: Say,
): { typed: Typed; asked: Asked; faults: Fault[] } {
  const typed = linesOf(query);
  const asked = readAsked(query);
  const faults: Fault[] = [];
  const fault = (name: keyof Typed, text: string) => faults.push({ name, text });
  const unread = (name: keyof Typed) => typed[name] !== '' && asked[name] === undefined;
  if (unread('ndc')) {
    fault(
      'ndc',
      say(
        '分類番号は、1桁から3桁の数字で入れてください。例：913。ことばは「主題」に入れてください。',
        'Enter one to three digits, such as 913. Words go into “Subject”.',
      ),
    );
  }
  if (unread('isbn')) {
    fault(
      'isbn',
      say(
        'ISBNは10桁か13桁です。数字をもう一度確かめてください。',
        'An ISBN has 10 or 13 digits. Please check it.',
      ),
    );
  }
  for (const name of ['from', 'to'] as const) {
    if (unread(name)) {
      fault(name, say('年は西暦の数字で入れてください。例：1995', 'Enter a year in digits, such as 1995.'));
    }
  }
  if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to) {
    fault('to', say('終わりの年が、始めの年より前になっています。', 'The last year is before the first.'));
  }
  if (faults.length === 0 && !isQuestion(asked)) {
    fault(
      'q',
      say(
        'さがすことば、主題、分類、年、種類のどれかを入れてください。',
        'Enter a word, a subject, a class, a year or a kind to search for.',
      ),
    );
  }
  return { typed, asked, faults };
}
