import type { NoticeKind } from '@toshobin/contracts';
import { type Instant, isOfCopy } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * A notice that is not needed any more. `withdrawn` when the patron was told nothing: it had not been sent (or there
 * is none), and now never will be; false when it went out, is going out at this moment, or was said on the
 * telephone. Where no mail had reached, the call is not needed any more either. Repeated, it answers the same.
 */
export async function withdrawNotice(
  { db }: PatronDeps,
  command: { reservationId: string; kind: NoticeKind; occasion: string; at: Instant },
): Promise<{ withdrawn: boolean }> {
  const { reservationId, kind, at } = command;
  return db.$transaction(async (tx) => {
    const key = { reservationId, kind, occasion: await ofJourney(tx, command) };
    await tx.notice.updateMany({
      where: { ...key, status: { in: ['pending', 'noAddress', 'failed', 'bounced'] } },
      data: { status: 'overtaken', address: null },
    });
    const left = await tx.notice.findFirst({ where: key });
    const withdrawn = left === null || left.status === 'overtaken';
    if (withdrawn && left !== null) {
      const unsaid = await tx.notice.count({
        where: { reservationId, status: { in: ['noAddress', 'failed', 'bounced'] } },
      });
      if (unsaid === 0) {
        await clearTasks(tx, {
          kinds: ['callPatron'],
          subject: { reservationId },
          by: 'process',
          at: new Date(at),
        });
      }
    }
    return { withdrawn };
  });
}

/** A process names its present allocation; an occasion starts with the journey that this is of. */
async function ofJourney(
  tx: Transaction,
  { reservationId, occasion }: { reservationId: string; occasion: string },
): Promise<string> {
  const row = await tx.application.findUnique({ where: { reservationId } });
  const isOfIt = row !== null && isOfCopy(row, Number.parseInt(occasion, 10));
  return isOfIt ? occasion.replace(/^\d+/, String(row.journey)) : occasion;
}
