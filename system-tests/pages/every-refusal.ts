import { expect, test } from '@jest/globals';
import { type RefusalCode, refusals } from '@toshobin/lending-rules';
import type { PageStage } from '../src/page-stage.ts';

/** What a page says in words of its own, and where. */
const elsewhere: Partial<Record<RefusalCode, string>> = {
  CLOSED_FOR_MAINTENANCE: 'maintenance (the words of the list for that page; JSON has the sentence)',
};

/** After every other story: each sentence of the list that is for patrons stood on some page. */
export function everyRefusal(stage: () => PageStage): void {
  test('every refusal that a patron can meet was read on a page; the others are the desk’s', () => {
    const seen = stage().seen.refusals;
    const patrons = refusals.filter(({ staffOnly }) => !staffOnly).map(({ code }) => code);
    const missing = patrons.filter((code) => !seen.has(code) && elsewhere[code] === undefined);
    const table = patrons.map((code) => `${code.padEnd(26)} ${seen.get(code) ?? elsewhere[code] ?? '—'}`);
    const staff = refusals.filter(({ staffOnly }) => staffOnly).map(({ code }) => code);
    console.info([...table, `（職）${staff.join(' ')}`].join('\n'));
    expect(missing).toEqual([]);
  });
}
