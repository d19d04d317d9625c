import type { PatronRow } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';
import type { CoverOf } from '../pages/cover.tsx';

const ASKED_AT_ONCE = 100;

/** What is drawn of a row: with the catalog away, and of the oldest ones, the title on plain cloth. */
type FaceOf = (row: PatronRow) => CoverOf;

/**
 * The faces of what somebody has, drawn as in the search. Real ones are left out (decision 59): their addresses together
 * would tell a proxy's log, and whoever uses the same browser next, what this patron reads.
 */
export async function facesOf(
  { catalog }: Pick<PatronWebDeps, 'catalog'>,
  rows: readonly PatronRow[],
): Promise<FaceOf> {
  const recordIds = [...new Set(rows.map(({ recordId }) => recordId))].slice(0, ASKED_AT_ONCE);
  const answer = await orNone(catalog.summaries({ body: { recordIds } }));
  const found = new Map<string, CoverOf>(answer?.records.map((record) => [record.recordId, record]));
  return ({ recordId, title }) => found.get(recordId) ?? { ...unknown, title };
}

const unknown = { number: 'T0', subtitle: null, kind: 'book', ndc: null, isbns: [] } satisfies Omit<
  CoverOf,
  'title'
>;
