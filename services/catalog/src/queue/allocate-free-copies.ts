import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { allocateNext } from './allocate-next.ts';
import { withTitle } from './with-title.ts';

const Rows = z.array(z.object({ id: z.bigint() }));

/**
 * Gives copies that are free to those who may have them again: their pickup library has reopened (R5). One transaction
 * a title; answers how many copies were given.
 *
 * @param pickupLibrary look only at titles that somebody waits for at that library
 */
export async function allocateFreeCopies(
  deps: CatalogDeps,
  at: Date,
  pickupLibrary: string | null = null,
): Promise<number> {
  const titles = Rows.parse(
    await deps.db.$queryRaw`
      SELECT DISTINCT waiting.record_id AS id FROM queue_entry waiting
      WHERE waiting.state = 'waiting'
        AND (${pickupLibrary}::text IS NULL OR waiting.pickup_library = ${pickupLibrary})
        AND (EXISTS (SELECT FROM copy WHERE copy.record_id = waiting.record_id
              AND copy.place = 'onShelf' AND copy.condition = 'inService')
          OR EXISTS (SELECT FROM allocation kept JOIN queue_entry holder USING (reservation_id)
            WHERE holder.record_id = waiting.record_id AND kept.closed_at IS NULL
              AND kept.kept_since IS NOT NULL))
      ORDER BY id`,
  );
  let given = 0;
  for (const { id } of titles) {
    given += await deps.db.$transaction((tx) => withTitle(deps, tx, id, () => allocateNext(tx, id, at)));
  }
  if (given > 0) deps.committed?.();
  return given;
}
