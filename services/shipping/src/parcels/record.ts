import { type ParcelEventKind, tellsOf } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { notBefore } from '../scans/not-before.ts';
import { type LockedParcel, standingOf } from './lock-parcel.ts';
import { type Cause, tellCopyChanged, tellParcelChanged } from './tell-changed.ts';

/** What was said of a parcel, or of a copy in it. */
export interface Said {
  kind: ParcelEventKind;
  line?: ParcelLine;
}

/**
 * Appends what was said of a parcel, and writes how it and its copies stand by all that was said of them: the one place
 * that does. What differs from what was told last is told to the others in the same transaction, and tasks are opened
 * and cleared. With nothing to append it writes what scans of the copies changed. Nothing is dated before the dispatch.
 * Answers the parcel as it is then.
 */
export async function record(
  tx: Transaction,
  parcel: LockedParcel,
  said: readonly Said[],
  cause: Cause,
): Promise<LockedParcel> {
  const when = notBefore(cause, parcel.dispatchedAt);
  const events = [...parcel.events];
  for (const { kind, line } of said) {
    const id = derivedId(cause.scanId, `${kind} ${parcel.number} ${line?.id ?? ''}`);
    const about = { parcelNumber: parcel.number, lineId: line?.id ?? null, scanId: cause.scanId };
    const data = { id, kind, ...about, at: new Date(when.occurredAt) };
    events.push(await tx.parcelEvent.create({ data }));
  }
  const standing = standingOf({ ...parcel, events }, parcel.told);
  const lines: ParcelLine[] = [];
  for (const line of parcel.lines) {
    const state = standing.copies.get(String(line.id)) ?? 'takenOut';
    const arrivals = await tellCopyChanged(tx, parcel, line, { state, standing }, when);
    const isSame = state === line.state && arrivals === line.arrivals;
    if (!isSame) await tx.parcelLine.update({ where: { id: line.id }, data: { state, arrivals } });
    lines.push({ ...line, state, arrivals });
  }
  const now = tellsOf(standing);
  if (now.state !== parcel.state || now.arrivalAssumed !== parcel.arrivalAssumed) {
    await tx.parcel.update({ where: { number: parcel.number }, data: now });
    await tellParcelChanged(tx, parcel, now, when);
  }
  // The reason to go beyond the guide was given for what was in the parcel then.
  const isOtherThanSaid = now.state === 'open' && said.some(({ kind }) => kind === 'copyTakenOut');
  const modeReason = isOtherThanSaid ? null : parcel.modeReason;
  if (modeReason !== parcel.modeReason)
    await tx.parcel.update({ where: { number: parcel.number }, data: { modeReason } });
  return {
    ...parcel,
    ...now,
    modeReason,
    events,
    standing,
    lines: lines.filter(({ state }) => state !== 'takenOut'),
  };
}
