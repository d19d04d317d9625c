import { openTask } from '@toshobin/tasks';
import type { Carries } from '../catalog-deps.ts';
import { standingOf } from '../ledger/standings.ts';
import { leaveQueue } from './leave-queue.ts';
import { withEntry } from './with-entry.ts';

/**
 * Releases a reservation that goes on and of which nobody knows whose it is: its application is lost, with the patron
 * database that it stood in. It ends as the library's own cancellation; a book that is out is the desk's to look for,
 * and ends with its return. Repeated it answers `known`.
 */
export const releaseUnknown: Carries<'releaseUnknown'> = async (deps, { reservationId, at }) => {
  const before = await standingOf(deps.db, reservationId);
  if (before === null || before.state.ended !== null || before.state.stage === 'over') return 'known';
  const { left } = await leaveQueue(deps, { reservationId, by: 'library', reason: 'library', at });
  if (left) return 'released';
  return withEntry(deps, reservationId, async (tx, locked) => {
    const barcode = before.item?.barcode;
    if (locked === undefined || barcode === undefined) return 'known';
    const kind = 'borrowerUnknown' as const;
    if ((await tx.task.count({ where: { kind, reservationId } })) > 0) return 'known';
    await openTask(tx, { kind, subject: { reservationId, barcode }, why: 'applicationLost', at });
    return 'lent';
  });
};
