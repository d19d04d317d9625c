import type { ScanAnswer, ScanRequest } from '@toshobin/contracts';
import { allow, type Decision, dayOf, instantFromDate, refuse } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { CatalogDeps } from '../catalog-deps.ts';
import { type Journey, wasWithdrawn } from '../ledger/journey.ts';
import { takeUpAgain } from '../loans/take-up-again.ts';
import { allocateWhereItStands } from '../queue/allocate-where-it-stands.ts';
import { findCopyAgain } from './find-copy-again.ts';
import { givenToAnother } from './given-to-another.ts';
import { type CardShown, judgeHandOut } from './judge-hand-out.ts';
import { handOver } from './next-step.ts';
import { recordHandOut } from './record-hand-out.ts';
import { type Done, type ScanInHand, scanOnce } from './scan-once.ts';
import { scannedHandOut } from './scanned-hand-out.ts';

type HandOutRequest = ScanRequest & CardShown;

/**
 * R14. Hands a held copy to the holder of the card, once (handedOutBefore). The hand-out implies all earlier steps that
 * were not scanned: the copy is here, so it was picked and has arrived. At the prefectural counter the loan begins
 * (R7); at a pickup library it began at dispatch, and if we have not heard of that yet, it begins here.
 *
 * With `handedOver` the hand-out has happened and is recorded, whatever the rules say of it: of another library, after
 * its hold's end, cancelled; to a card that it was not held for, see givenToAnother. Refuses what judgeHandOut refuses,
 * and CARD_OF_NOBODY (see makeSure).
 */
export function handOut(deps: CatalogDeps, request: HandOutRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'handOut', request, async (scan) => {
    const judged = await judgeHandOut(scan, request);
    if (!judged.ok) return judged;
    const { journey, ofCard } = judged.value;
    const isNobodys = request.reservationIds === null;
    const first = ofCard || isNobodys ? await handedOutBefore(scan, journey) : undefined;
    if (first) return allow(first);
    if (isNobodys) return makeSure(scan);
    await findCopyAgain(scan.tx, scan.copy, scan.at);
    if (!ofCard) return allow(await givenToAnother(scan, journey, request));
    return allow(await recordHandOut(scan, await presentJourney(scan, journey)));
  });
}

/**
 * A card of nobody was read with a copy that was handed over: mostly the patron whom it is held for has it. Nothing is
 * recorded, and the prefectural desk has a task to make sure: about the copy, since a process clears those about its
 * reservation.
 */
async function makeSure({ tx, copy, recordedAt }: ScanInHand): Promise<Decision<never>> {
  const subject = { barcode: copy.barcode };
  await openTask(tx, { kind: 'confirmHandOut', subject, why: 'cardOfNobody', at: recordedAt });
  return refuse('CARD_OF_NOBODY');
}

/**
 * The first scan of a desk by which this reservation has the copy: another one repeats it, unless it tells of an
 * earlier day. A hand-out that only the patron declared is made certain by the scan.
 */
async function handedOutBefore(
  { tx, copy, at }: ScanInHand,
  { open, loan, allocation, position }: Journey,
): Promise<Done | undefined> {
  const { handedOutAt } = position;
  if (!open || loan === null || handedOutAt === undefined) return undefined;
  if (dayOf(instantFromDate(at)) < dayOf(handedOutAt)) return undefined;
  const first = await scannedHandOut(tx, allocation);
  return first === undefined ? undefined : { repeats: first, step: handOver(copy, loan, at) };
}

/** A reservation that had ended goes on; one whose copy had been taken away has the copy again where it stands. */
async function presentJourney(scan: ScanInHand, journey: Journey): Promise<Journey> {
  const { tx, copy, at, recordedAt } = scan;
  if (journey.open) return journey;
  if (wasWithdrawn(journey)) {
    const { reservationId, loan } = journey;
    const given = { copy, reservationId, from: journey, loan, insteadOf: journey, at, recordedAt };
    return allocateWhereItStands(tx, given);
  }
  await takeUpAgain(tx, journey, at);
  return journey;
}
