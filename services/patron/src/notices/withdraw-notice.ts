import type { NoticeKind } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
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
  const { reservationId, kind, occasion, at } = command;
  return db.$transaction(async (tx) => {
    const key = { reservationId, kind, occasion };
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
