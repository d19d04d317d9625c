import type { RecordSummary } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import { mainClassName } from '../classes/main-classes.ts';
import { type Asked, changed } from './asked.ts';

/** A condition that was chosen, and the search without it. */
export interface Condition {
  /** What kind of condition; for the screen reader and to tell two apart. */
  label: string;
  /** What it asks for; Japanese when the visitor or the catalogue wrote it. */
  value: string;
  without: Asked;
}

export function kindName(kind: RecordSummary['kind'], say: Say): string {
  switch (kind) {
    case 'book':
      return say('図書', 'Books');
    case 'magazineIssue':
      return say('雑誌', 'Magazines');
    case 'audiovisual':
      return say('視聴覚資料', 'Audio-visual');
  }
}

/** `2010`–`2019`, `2010 or later`, `up to 1979`. */
export function yearsName({ from, to }: Pick<Asked, 'from' | 'to'>, say: Say): string {
  if (from !== undefined && from === to) return say(`${from}年`, `${from}`);
  if (from !== undefined && to !== undefined) return say(`${from}年から${to}年`, `${from} to ${to}`);
  if (from !== undefined) return say(`${from}年以降`, `${from} or later`);
  return say(`${to}年以前`, `${to} or earlier`);
}

/** A class by number and name: 913 日本文学／小説・物語. */
export function className(ndc: string, name: string | undefined, say: Say): string {
  return `${ndc} ${name ?? mainClassName(ndc, say)}`;
}

/**
 * All that was chosen beside the words of the search box, each removable on its own.
 * @param ndcName the catalog's name of the class that was chosen
 */
export function conditionsOf(asked: Asked, ndcName: string | undefined, say: Say): Condition[] {
  const conditions: Condition[] = [];
  const add = (label: string, value: string | undefined, off: Partial<Asked>) => {
    if (value !== undefined) conditions.push({ label, value, without: changed(asked, off) });
  };
  add(say('書名', 'Title'), asked.title, { title: undefined });
  add(say('著者', 'Author'), asked.author, { author: undefined });
  add(say('出版社', 'Publisher'), asked.publisher, { publisher: undefined });
  add(say('だれについて', 'About'), asked.about, { about: undefined });
  add('ISBN', asked.isbn, { isbn: undefined });
  add(say('主題', 'Subject'), asked.subject, { subject: undefined });
  const { ndc, from, to, kind } = asked;
  if (ndc !== undefined) {
    const name = ndc.length === 1 ? undefined : ndcName;
    add(say('分類', 'Class'), className(ndc, name, say), { ndc: undefined });
  }
  if (from !== undefined || to !== undefined) {
    add(say('出版年', 'Year'), yearsName({ from, to }, say), { from: undefined, to: undefined });
  }
  if (kind !== undefined) add(say('種類', 'Kind'), kindName(kind, say), { kind: undefined });
  if (asked.reservableOnly) {
    add(say('貸出', 'Lending'), say('予約できます', 'Can be reserved'), { reservableOnly: undefined });
  }
  if (asked.onShelfOnly) {
    add(say('貸出', 'Lending'), say('県立図書館にあります', 'At the library now'), {
      onShelfOnly: undefined,
    });
  }
  return conditions;
}
