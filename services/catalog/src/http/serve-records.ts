import { catalogApi, type RecordDetail, type RecordSummary } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { publicPlace } from '../copies/copy-place.ts';
import { dueOf } from '../loans/due-of.ts';
import { countWaiting } from '../queue/queue-positions.ts';
import { findRecord } from '../records/find-record.ts';
import type { RecordSummary as Found } from '../records/record-summary.ts';
import { searchRecords } from '../search/search-records.ts';

const PAGE_SIZE = 20;

/** Records for everybody: the search, and one title with its copies. */
export function serveRecords(router: Router, deps: CatalogDeps & { pool: Pool }): void {
  serve(router, catalogApi.searchRecords, async ({ query }) => {
    const result = await searchRecords(deps.pool, {
      text: query.q,
      page: query.page,
      pageSize: PAGE_SIZE,
      reservableOnly: query.reservableOnly === 'true',
      ...(query.kind === undefined ? {} : { kind: query.kind }),
    });
    const counts = await countCopies(
      deps,
      result.records.map((record) => record.id),
    );
    const records = result.records.map((record) => ({
      ...summarise(record),
      ...(counts.get(record.id) ?? { onShelf: 0, copies: 0, waiting: 0 }),
    }));
    const { total, capped, page, pageSize } = result;
    return allow({ total, capped, page, pageSize, records });
  });
  serve(router, catalogApi.readRecord, async ({ params }) => {
    const record = await readRecord(deps, params.recordId);
    return record === undefined ? refuse('NOT_FOUND') : allow(record);
  });
}

async function readRecord(deps: CatalogDeps, recordId: string): Promise<RecordDetail | undefined> {
  const record = await findRecord(deps.db, recordId);
  if (record === undefined) return undefined;
  const copies = await deps.db.copy.findMany({
    where: { recordId: BigInt(record.id), condition: { not: 'withdrawn' } },
    orderBy: { id: 'asc' },
    include: { allocations: { where: { closedAt: null }, include: { loan: true } } },
  });
  return {
    ...summarise(record),
    titleReading: known(record.titleReading),
    authorReading: known(record.authorReading),
    isbn: record.isbn,
    source: record.source,
    waiting: await countWaiting(deps.db, BigInt(record.id)),
    copies: copies.map((copy) => {
      const loan = copy.allocations[0]?.loan ?? null;
      const place = publicPlace(copy);
      return {
        copyId: String(copy.id),
        barcode: copy.barcode,
        shelfMark: copy.shelfMark,
        place,
        due: place === 'onLoan' && loan !== null ? dueOf(loan).date : null,
      };
    }),
  };
}

function summarise(record: Found): RecordSummary {
  return {
    recordId: record.id,
    title: record.title,
    subtitle: known(record.subtitle),
    author: known(record.author),
    publisher: known(record.publisher),
    year: record.year,
    ndc: record.ndc,
    kind: record.kind,
    lending: record.lending,
    protectiveCover: record.protectiveCover,
  };
}

/** The database has an empty text for what is not known. */
function known(text: string): string | null {
  return text === '' ? null : text;
}

const CountRows = z.array(
  z.object({ recordId: z.string(), onShelf: z.int(), copies: z.int(), waiting: z.int() }),
);

async function countCopies(deps: CatalogDeps, recordIds: string[]) {
  const ids = recordIds.map(BigInt);
  const rows = CountRows.parse(
    await deps.db.$queryRaw`
      SELECT wanted.id::text AS "recordId",
        (SELECT count(*)::int FROM copy WHERE record_id = wanted.id
          AND place = 'onShelf' AND condition = 'inService') AS "onShelf",
        (SELECT count(*)::int FROM copy WHERE record_id = wanted.id AND condition <> 'withdrawn') AS copies,
        (SELECT count(*)::int FROM queue_entry WHERE record_id = wanted.id AND state = 'waiting') AS waiting
      FROM unnest(${ids}::bigint[]) AS wanted (id)`,
  );
  return new Map(rows.map(({ recordId, ...counts }) => [recordId, counts]));
}
