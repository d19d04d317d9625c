import { epochMs, type Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from './in-transaction.ts';
import { changed } from './tell-changed.ts';

const PAGE = 200;
const MINUTE = 60_000;

/** The epoch that begins with a moment, its minute: no restored database can have come to it by counting. */
function epochAt(at: Instant): number {
  return Math.floor(epochMs(at) / MINUTE);
}

/**
 * After a restore, of this database or of one that follows it: begins the epoch of that moment and tells anew how every
 * reservation stands, a page at a time, so that whatever was told before and is lost counts for less. Asked again for the
 * same moment it goes on where it was. `older`: an epoch that began later is in force already.
 */
export async function tellAllAnew(
  deps: Pick<CatalogDeps, 'db' | 'now' | 'committed'>,
  at: Instant,
  said: (told: number) => void = () => {},
): Promise<{ told: number } | 'older'> {
  const epoch = epochAt(at);
  const { count } = await deps.db.ledgerEpoch.updateMany({
    where: { id: 1, epoch: { lte: epoch } },
    data: { epoch },
  });
  if (count === 0) return 'older';
  let told = 0;
  let last: string | undefined;
  for (;;) {
    const page = await deps.db.queueEntry.findMany({
      // Of what the night has forgotten nobody has a row but one that a restore has brought back (tellRows).
      where: { daysOnly: false, ...(last === undefined ? {} : { reservationId: { gt: last } }) },
      orderBy: { reservationId: 'asc' },
      take: PAGE,
      select: { reservationId: true },
    });
    if (page.length === 0) return { told };
    await inTransaction(deps, async (tx) => {
      for (const { reservationId } of page) changed(tx, reservationId);
    });
    told += page.length;
    last = page.at(-1)?.reservationId;
    said(told);
  }
}
