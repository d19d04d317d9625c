import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { allocateNext } from './allocate-next.ts';
import { withTitle } from './with-title.ts';

const ALL = 1_000_000;
const Rows = z.array(z.object({ id: z.bigint() }));

/**
 * Titles with copies that are free and may be somebody's again, in the order of their ids.
 *
 * @param pickupLibrary only titles that somebody waits for at that library
 */
export async function titlesWithFreeCopies(
  deps: CatalogDeps,
  after: bigint,
  atMost: number,
  pickupLibrary: string | null = null,
): Promise<bigint[]> {
  const titles = Rows.parse(
    await deps.db.$queryRaw`
      SELECT DISTINCT waiting.record_id AS id FROM queue_entry waiting
      WHERE waiting.state = 'waiting' AND waiting.record_id > ${after}
        AND (${pickupLibrary}::text IS NULL OR waiting.pickup_library = ${pickupLibrary})
        AND (EXISTS (SELECT FROM copy WHERE copy.record_id = waiting.record_id
              AND copy.place = 'onShelf' AND copy.condition = 'inService')
          OR EXISTS (SELECT FROM allocation kept JOIN queue_entry holder USING (reservation_id)
            WHERE holder.record_id = waiting.record_id AND kept.closed_at IS NULL
              AND kept.kept_since IS NOT NULL))
      ORDER BY id LIMIT ${atMost}`,
  );
  return titles.map(({ id }) => id);
}

/** Gives the free copies of a title to those who may have them, in one transaction; answers how many. */
export async function allocateFreeCopiesOf(deps: CatalogDeps, recordId: bigint, at: Date): Promise<number> {
  return inTransaction(deps, (tx) => withTitle(deps, tx, recordId, () => allocateNext(tx, recordId, at)));
}

/** Gives the free copies that somebody waits for at a library which has reopened (R5); answers how many. */
export async function allocateFreeCopies(
  deps: CatalogDeps,
  at: Date,
  pickupLibrary: string,
): Promise<number> {
  let given = 0;
  for (const id of await titlesWithFreeCopies(deps, 0n, ALL, pickupLibrary)) {
    given += await allocateFreeCopiesOf(deps, id, at);
  }
  return given;
}
