import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, isAfter, plusDuration, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { libraryNamed } from '../planning/read-planning.ts';
import type { Moment } from '../scans/moment.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import type { LockedParcel } from './lock-parcel.ts';
import { record } from './record.ts';
import { copyFactId } from './write-copy-fact.ts';

/** For how long an arrival can be taken back, as other scans can. */
const WITHIN = 'P7D';

/**
 * The wrong parcel was scanned at a pickup library: it is on its way again with every copy in it, and is looked for as
 * one that has just left. Refuses NOT_FOUND, WRONG_PICKUP_LIBRARY (pickupLibrary), and STATE_CHANGED when it is too
 * late: after seven days, once a copy of it was handed out, sent back or missed, or its branch was asked about one; for
 * a parcel that was given up before, that was received by another scan, or that nobody scanned.
 */
export const takeBackArrival: Answers<'takeBackArrival'> = async (deps, undo) => {
  const content = `not received ${undo.parcelNumber} ${undo.voids ?? 'any'}`;
  return changeParcel(deps, undo, content, async ({ tx, parcel, planning, cause }) => {
    if (undo.by.library !== parcel.libraryCode && undo.by.library !== PREFECTURAL_LIBRARY) {
      const { name } = libraryNamed(planning, parcel.libraryCode);
      return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: name });
    }
    if (!(await canBeTakenBack(tx, parcel, cause, undo.voids))) return refuse('STATE_CHANGED');
    const { arrival, seenAt } = parcel.standing;
    const seen = [arrival?.at ?? null, seenAt].map((at) => at && new Date(at));
    return allow(await record(tx, parcel, [{ kind: 'takenBack' }], notBefore(cause, ...seen)));
  });
};

async function canBeTakenBack(
  tx: Transaction,
  parcel: LockedParcel,
  { recordedAt }: Moment,
  voids: string | undefined,
): Promise<boolean> {
  const { arrival, wasHandled } = parcel.standing;
  if (arrival === null || arrival.assumed || !(await mayGoBack(tx, parcel))) return false;
  if (wasHandled || isAfter(recordedAt, plusDuration(arrival.at, WITHIN))) return false;
  // By the state of the parcel no other scan made an arrival known.
  return (
    voids === undefined ||
    parcel.lines.every(({ copyId, arrivals }) => arrivals.includes(copyFactId(voids, 'arrived', copyId)))
  );
}

/**
 * Whether the arrival of a parcel can still be taken back, as far as the parcel tells: an outward one that was neither
 * given up before nor brought back by the post; of its copies none was missed or packed since, and of none was its
 * branch asked whether it is there.
 */
export async function mayGoBack(tx: Transaction, parcel: LockedParcel): Promise<boolean> {
  const { comesHome, wasLost } = parcel.standing;
  if (comesHome || wasLost || parcel.state !== 'arrived' || parcel.forgottenCopies > 0) return false;
  if (parcel.lines.some(({ state }) => state !== 'arrived')) return false;
  if (parcel.events.some(({ kind }) => kind === 'copyPackedElsewhere')) return false;
  const reservations = parcel.lines.flatMap(({ reservationId, allocation }) =>
    reservationId !== null && allocation !== null ? [{ reservationId, allocation }] : [],
  );
  return (await tx.shelfCheck.count({ where: { OR: reservations } })) === 0;
}
