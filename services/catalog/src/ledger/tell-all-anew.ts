import { epochMs, type Instant, instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from './in-transaction.ts';
import { changed } from './tell-changed.ts';

const PAGE = 200;
/** Seconds from here fit four bytes until 2088, and are more than the minutes that named epochs before. */
const BEGINNING = epochMs(instant('2020-01-01T00:00:00Z'));

/**
 * The epoch that begins with a moment, its second: no restored database can have come to it by counting. Within one
 * second nothing is set back twice; within a minute it was, and two epochs bore the same versions.
 */
function epochAt(at: Instant): number {
  return Math.floor((epochMs(at) - BEGINNING) / 1_000);
}

/**
 * After a restore, of this database or of one that follows it: begins the epoch of that moment and tells anew how every
 * reservation stands, a page at a time, so that whatever was told before and is lost counts for less. Asked again for
 * the same moment it goes on where it was. `older`: an epoch that began later is in force already.
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
      // A forgotten reservation has a row only where a restore has brought one back (tellRows).
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
