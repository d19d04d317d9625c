import { allow, decideYuMail, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { lockPackingRow } from '../packing/lock-packing-row.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import { stepOfDispatch } from './dispatch-parcel.ts';
import type { LockedParcel } from './lock-parcel.ts';
import { mayHandle } from './may-handle.ts';
import { record } from './record.ts';
import { copyFactId, writeCopyFact } from './write-copy-fact.ts';

/** The columns of a parcel while it is packed. */
const notLeft = {
  mode: null,
  trackingNumber: null,
  dispatchedAt: null,
  dispatchDay: null,
  expectedDate: null,
  postageYen: null,
  dispatchScan: null,
} as const;

/**
 * The parcel was not handed to the post: it is packed again with every copy in it, its label's number is free, and what
 * the dispatch said of each copy is taken back, so that no loan has begun. A copy that is its reservation's own no more
 * leaves it. Nobody looks for the parcel any more; it is dispatched anew like any other. Refuses NOT_FOUND, and
 * STATE_CHANGED once anything else was said of it or of a copy in it: that it has arrived, is lost, came back, lacks a
 * copy, or that a copy is home or elsewhere.
 */
export const takeBackDispatch: Answers<'takeBackDispatch'> = async (deps, undo) => {
  const content = `not dispatched ${undo.parcelNumber}`;
  return changeParcel(deps, undo, content, async ({ tx, parcel, planning, cause }) => {
    if (!mayHandle(undo.by.library, parcel)) return refuse('NOT_FOUND');
    const { dispatchScan } = parcel;
    if (dispatchScan === null || !onlyDispatched(parcel)) return refuse('STATE_CHANGED');
    const moment = notBefore(cause, parcel.dispatchedAt);
    const step = stepOfDispatch(parcel);
    for (const line of parcel.lines) {
      const voids = copyFactId(dispatchScan, step.kind, line.copyId);
      await writeCopyFact(tx, line, parcel, { ...moment, ...step, voids });
    }
    const subject = { parcelNumber: parcel.number };
    const done = { by: undo.by.account, at: new Date(moment.occurredAt) };
    await clearTasks(tx, { kinds: ['findParcel'], subject, ...done });
    await tx.parcelQuestion.deleteMany({ where: subject });
    // Staff gave the reason only of a parcel beyond the guide; that of any other is made again at its dispatch.
    const wasSaid = parcel.mode === 'yuMail' && !decideYuMail(parcel.lines, planning.policy).ok;
    const packed = { ...notLeft, modeReason: wasSaid ? parcel.modeReason : null };
    await tx.parcel.update({ where: { number: parcel.number }, data: packed });
    const out = (await theirsNoMore(tx, parcel)).map((line) => ({ kind: 'copyTakenOut' as const, line }));
    return allow(await record(tx, { ...parcel, ...packed }, out, moment));
  });
};

/** Whether nothing was said of the parcel since it left. */
function onlyDispatched({ state, standing, events, lines, forgottenCopies }: LockedParcel): boolean {
  const { arrival, seenAt, wasLost, copies } = standing;
  if (state !== 'dispatched' || arrival !== null || seenAt !== null) return false;
  if (wasLost || forgottenCopies > 0) return false;
  if (events.some(({ kind }) => kind !== 'copyTakenOut')) return false;
  return lines.every(({ id }) => copies.get(String(id)) === 'inside');
}

/** The copies that their reservation gave up while the parcel was away: they leave it as they leave any open parcel. */
async function theirsNoMore(tx: Transaction, { direction, lines }: LockedParcel): Promise<ParcelLine[]> {
  const out: ParcelLine[] = [];
  if (direction === 'return') return out;
  for (const line of lines) {
    if (line.reservationId === null) continue;
    const { allocation } = await lockPackingRow(tx, line.reservationId);
    if (allocation !== line.allocation) out.push(line);
  }
  return out;
}
