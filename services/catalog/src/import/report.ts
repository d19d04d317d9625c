import { type ImportLine, importReport } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { csvLine } from '@toshobin/service';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Queryable } from '../records/queryable.ts';
import { sentenceOf } from './refused.ts';
import { findRun, type Run } from './run.ts';

const Why = z.string().transform(sentenceOf);
const Lines = z.array(
  z
    .object({
      id: z.string(),
      place: z.int(),
      line: z.int().nullable(),
      number: z.string().nullable(),
      why: Why,
      what: z.string(),
    })
    .transform(({ why, ...line }): ImportLine => ({ ...line, reason: why })),
);
const Reasons = z.array(
  z.object({ why: Why, lines: z.int() }).transform(({ why, lines }) => ({ reason: why, lines })),
);
const AT_A_TIME = 500;

/** A run and its refusals, some lines after one of them. */
export async function readImport(
  database: Queryable,
  { runId, after }: { runId: number; after: string },
): Promise<Decision<AnswerTo<'readImport'>>> {
  const run = await findRun(database, runId);
  if (run === undefined) return refuse('NOT_FOUND');
  const { rows } = await database.query(
    'SELECT why, count(*)::int AS lines FROM import_refusal WHERE run_id = $1 GROUP BY why ORDER BY lines DESC, why',
    [runId],
  );
  const lines = await linesAfter(database, runId, after);
  const more = lines.length === AT_A_TIME;
  return allow({ run: shown(run), reasons: Reasons.parse(rows), lines, more });
}

/** A run as staff are told of it. */
export function shown(run: Run) {
  const { begunAt, wentOnAt, endedAt } = run;
  return {
    ...run,
    begunAt: instantFromDate(begunAt),
    wentOnAt: instantFromDate(wentOnAt),
    endedAt: endedAt && instantFromDate(endedAt),
  };
}

/** The refusals of a run, as lines of CSV that a spreadsheet opens: place, line, number, reason, text. */
export async function* reportOf(database: Queryable, runId: number): AsyncGenerator<string> {
  yield `\ufeff${csvLine(importReport.head)}`;
  for (let after = '0'; ; ) {
    const lines = await linesAfter(database, runId, after);
    yield lines.map((line) => csvLine(importReport.cells(line))).join('');
    const last = lines.at(-1);
    if (last === undefined || lines.length < AT_A_TIME) return;
    after = last.id;
  }
}

async function linesAfter(database: Queryable, runId: number, after: string): Promise<ImportLine[]> {
  const { rows } = await database.query(
    `SELECT id::text, place, line, control_number AS number, why, what FROM import_refusal
     WHERE run_id = $1 AND id > $2 ORDER BY import_refusal.id LIMIT ${AT_A_TIME}`,
    [runId, after],
  );
  return Lines.parse(rows);
}
