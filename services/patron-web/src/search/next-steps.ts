import type { RecordHit } from '@toshobin/contracts';
import type { PatronWebDeps } from '../deps.ts';
import { type Asked, changed, isQuestion, searchPath } from './asked.ts';
import type { Condition } from './conditions.ts';
import { find } from './find.ts';

/** A search that finds something where this one found nothing. */
export interface NextStep {
  href: string;
  /** One word of several, a field's words looked for everywhere, or without a condition. */
  by:
    | { kind: 'word'; word: string }
    | { kind: 'everywhere'; words: string }
    | { kind: 'without'; value: string };
  total: number;
  capped: boolean;
  /** The first titles that it finds. */
  records: readonly RecordHit[];
}

/** More searches than this are not made for one that found nothing. */
const TRIED = 6;

/** The searches beside this one that find something: words one by one, fields everywhere, conditions taken off. */
export async function nextSteps(
  deps: Pick<PatronWebDeps, 'catalog'>,
  asked: Asked,
  conditions: readonly Condition[],
): Promise<NextStep[]> {
  const tries: { to: Asked; by: NextStep['by'] }[] = [];
  const words = [...new Set(asked.q.split(/\s+/u).filter((word) => word !== ''))];
  if (words.length > 1) {
    for (const word of words.slice(0, 3))
      tries.push({ to: changed(asked, { q: word }), by: { kind: 'word', word } });
  }
  const typed = [asked.title, asked.author, asked.publisher, asked.about, asked.subject].filter(
    (text) => text !== undefined,
  );
  if (typed.length > 0) {
    const everywhere = [asked.q, ...typed].join(' ').trim();
    const fields = { title: undefined, author: undefined, publisher: undefined };
    const off = { ...fields, about: undefined, subject: undefined };
    tries.push({
      to: changed(asked, { q: everywhere, ...off }),
      by: { kind: 'everywhere', words: everywhere },
    });
  }
  for (const { value, without } of conditions) {
    if (isQuestion(without)) tries.push({ to: without, by: { kind: 'without', value } });
  }
  const found = await Promise.all(
    tries.slice(0, TRIED).map(async ({ to, by }) => {
      const { total, capped, records } = await find(deps, to);
      return { href: searchPath(to), by, total, capped, records };
    }),
  );
  return found.filter(({ total }) => total > 0);
}
