import type { EventData } from '@toshobin/contracts';
import type { CatalogDeps } from '../catalog-deps.ts';

type Hears = Pick<CatalogDeps, 'db' | 'closureHeard'>;

/** R17. A library closes: the work that follows moves the dates in those days. Repeated it changes nothing. */
export async function hearClosureEntered(
  { db, closureHeard }: Hears,
  { closureId, library, from, until, reason }: EventData<'shipping.closure.entered'>,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO closure (closure_id, library, first_day, last_day, reason)
    VALUES (${closureId}::uuid, ${library}, ${from}::date, ${until}::date, ${reason})
    ON CONFLICT (closure_id) DO UPDATE SET library = excluded.library, first_day = excluded.first_day,
      last_day = excluded.last_day, reason = excluded.reason`;
  closureHeard?.();
}

/** R17. The library does not close after all; a closure that is heard of only after that moves nothing. */
export async function hearClosureTakenBack(
  { db, closureHeard }: Hears,
  { closureId, at }: EventData<'shipping.closure.takenBack'>,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO closure (closure_id, taken_back_at) VALUES (${closureId}::uuid, ${at}::timestamptz)
    ON CONFLICT (closure_id) DO UPDATE SET taken_back_at = coalesce(closure.taken_back_at, excluded.taken_back_at)`;
  closureHeard?.();
}
