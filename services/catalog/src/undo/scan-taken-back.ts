import type { Decision } from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { Scan } from '../generated/prisma/client.ts';
import type { CopyCondition } from '../generated/prisma/enums.ts';
import type { Whereabouts } from '../ledger/copy-place.ts';
import { type Journey, standingFacts } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { type CountedScan, recordFact } from '../ledger/record-fact.ts';
import { changed } from '../ledger/tell-changed.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';

/** A mis-scan that is being taken back by another scan, the title's queue and the copy locked. */
export interface ScanTakenBack extends CountedScan {
  tx: Transaction;
  copy: LockedCopy;
  /** The scan made by mistake; no fact voids it yet. */
  scan: Scan;
  /** The allocation that the scan belongs to; undefined for a copy of nobody's reservation. */
  journey: Journey | undefined;
  /** The copy's latest allocation. */
  latest: Journey | undefined;
}

/** Undoes what followed from a scan. Refuses STATE_CHANGED when something after it can't be undone. */
export type Undo = (taken: ScanTakenBack) => Promise<Decision<void>>;

/** Whether the scan's own allocation is still the copy's. */
export function isStillTheirs({ journey, latest }: ScanTakenBack): boolean {
  return journey !== undefined && journey.allocation === latest?.allocation;
}

/** Whether it is, and the copy has come no further by its scans. */
export function isItsLastStep(taken: ScanTakenBack): taken is ScanTakenBack & { journey: Journey } {
  return isStillTheirs(taken) && taken.journey?.position.furthest === taken.scan.kind;
}

/** Voids every scan of that kind in the journey: a copy scanned twice is taken back once. */
export async function voidAllOf(taken: ScanTakenBack, kind: FactKind): Promise<void> {
  const { journey, scan } = taken;
  if (journey === undefined) throw new Error(`Scan ${scan.factId} is of nobody's reservation`);
  for (const fact of standingFacts(journey)) {
    if (fact.kind !== kind) continue;
    const isThis = fact.factId === scan.factId;
    await voidFact(taken, fact, isThis ? taken.factId : derivedId(taken.factId, fact.factId));
  }
}

/** Records the fact that takes another back, and tells the others. */
export async function voidFact(
  taken: ScanTakenBack,
  fact: Pick<Fact, 'factId' | 'kind' | 'leg' | 'place'>,
  factId: string,
): Promise<void> {
  const { tx, copy, journey, at, scannedAt, recordedAt, by } = taken;
  await recordFact(tx, {
    factId,
    kind: fact.kind,
    copyId: copy.id,
    journey,
    leg: fact.leg,
    place: fact.place,
    occurredAt: at,
    scannedAt,
    recordedAt,
    voids: fact.factId,
    account: by.account,
  });
}

type CopyBefore = Partial<Whereabouts> & { condition: CopyCondition };

/** The copy has its former condition again; when no other may be lent any more, all who wait for the title are told. */
export async function isAgain({ tx, copy, recordedAt }: ScanTakenBack, was: CopyBefore): Promise<void> {
  await tx.copy.update({ where: { id: copy.id }, data: was });
  const why = was.condition === 'withdrawn' ? 'withdrawn' : 'copyMissing';
  await tellIfUnservable(tx, copy.recordId, why, recordedAt);
}

/** Whether the scan is the last one of its copy. */
export async function isLastOfCopy({ tx, scan }: ScanTakenBack): Promise<boolean> {
  const later = await tx.scan.count({ where: { copyId: scan.copyId, sequence: { gt: scan.sequence } } });
  return later === 0;
}

/** The copy is its reservation’s again, as the same allocation: its hold number stands on the slip in it. */
export async function reopen(tx: Transaction, journey: Journey): Promise<void> {
  const { allocation, reservationId } = journey;
  changed(tx, reservationId);
  await tx.allocation.update({ where: { number: allocation }, data: { closedAt: null, ending: null } });
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'allocated' } });
  await tx.loan.updateMany({ where: { allocation }, data: { endedAt: null } });
  journey.open = true;
  journey.ending = null;
}
