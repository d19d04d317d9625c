import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';
import { refusedWhy } from './refused.ts';

const Refusals = z.array(
  z.object({
    id: z.string(),
    place: z.int(),
    line: z.int().nullable(),
    number: z.string().nullable(),
    why: z.string(),
    what: z.string(),
  }),
);
const AT_A_TIME = 1_000;
const sentences: Readonly<Record<string, string>> = refusedWhy;

/** What a run has refused, as lines of CSV that a spreadsheet opens: place, line, number, reason, text. */
export async function* reportOf(database: Queryable, runId: number): AsyncGenerator<string> {
  yield '\ufeff何件目,行,番号,理由,内容\r\n';
  for (let after = '0'; ; ) {
    const { rows } = await database.query(
      `SELECT id::text, place, line, control_number AS number, why, what FROM import_refusal
       WHERE run_id = $1 AND id > $2 ORDER BY import_refusal.id LIMIT ${AT_A_TIME}`,
      [runId, after],
    );
    const refusals = Refusals.parse(rows);
    for (const { place, line, number, why, what } of refusals) {
      const cells = [
        String(place),
        line === null ? '' : String(line),
        number ?? '',
        sentences[why] ?? why,
        what,
      ];
      yield `${cells.map(cellOf).join(',')}\r\n`;
    }
    const last = refusals.at(-1);
    if (last === undefined || refusals.length < AT_A_TIME) return;
    after = last.id;
  }
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cellOf(text: string): string {
  const plain = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
