import { expect, test } from '@jest/globals';
import { type RefusalCode, refusals } from '@toshobin/lending-rules';
import type { PageStage } from '../src/page-stage.ts';

/** A refusal a patron's page has no place for, and why. */
const elsewhere: Partial<Record<RefusalCode, string>> = {};

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
