import {
  type NextStep,
  readBarcodeOf,
  refuseMisread,
  type ScanAnswer,
  ScanAnswerSchema,
} from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Tx } from '../open-database.ts';
import { withTitle } from '../queue/with-title.ts';
import { type Journey, latestJourneyOfCopy } from './journey.ts';
import { type LockedCopy, lockCopy } from './lock-copy.ts';
import { countedAt } from './record-fact.ts';

/** One scan of a copy, as a desk sends it. */
export interface ScanRequest {
  factId: string;
  barcode: string;
  occurredAt: string;
  by: { account: string; library: string };
}

/** A scan inside its transaction, the title's queue and the copy locked. */
export interface ScanInHand {
  tx: Tx;
  copy: LockedCopy;
  /** The copy's latest allocation, open or not. */
  journey: Journey | undefined;
  factId: string;
  by: ScanRequest['by'];
  /** When it counts: the device's time, between what it follows from (the allocation, the hand-out) and `recordedAt`. */
  at: Date;
  scannedAt: Date;
  recordedAt: Date;
}

export type ScanOperation =
  | 'pick'
  | 'notOnShelf'
  | 'handOut'
  | 'confirmHandOut'
  | 'lend'
  | 'takeBack'
  | 'claimReturned';

/**
 * Carries a scan out in one transaction: what it does, what it tells the others, and what the desk was answered. Sent
 * again (also twice at once) it answers the same with `repeated`, and nothing happens. A refused scan leaves no trace
 * and is judged anew. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND, and STATE_CHANGED for a fact id that was used for
 * another scan.
 */
export async function scanOnce(
  deps: CatalogDeps,
  operation: ScanOperation,
  request: ScanRequest,
  work: (scan: ScanInHand) => Promise<Decision<NextStep>>,
): Promise<Decision<ScanAnswer>> {
  const found = await findByBarcode(deps.db, request.barcode);
  if (!found.ok) return found;
  const { id, recordId } = found.value;
  const before = await answered(deps.db, operation, request.factId, id);
  if (before !== undefined) return before;
  try {
    const decision = await deps.db.$transaction((tx) =>
      withTitle(deps, tx, recordId, async () => {
        const copy = await lockCopy(tx, id);
        const meanwhile = await answered(tx, operation, request.factId, id);
        if (meanwhile !== undefined) return meanwhile;
        const recordedAt = deps.clock();
        const journey = await latestJourneyOfCopy(tx, id);
        const step = await work({
          tx,
          copy,
          journey,
          factId: request.factId,
          by: request.by,
          at: countedAt(
            request.occurredAt,
            recordedAt,
            journey?.openedAt,
            handedOutBefore(operation, journey),
          ),
          scannedAt: new Date(request.occurredAt),
          recordedAt,
        });
        if (!step.ok) return step;
        const answer: ScanAnswer = {
          factId: request.factId,
          copyId: String(id),
          repeated: false,
          step: step.value,
          supplementCount: copy.supplementCount,
          protectiveCover: copy.protectiveCover,
        };
        await tx.scanAnswer.create({ data: { factId: request.factId, operation, copyId: id, answer } });
        return allow(answer);
      }),
    );
    deps.committed?.();
    return decision;
  } catch (error) {
    const index = uniqueViolation(error);
    // A counter loan's own reservation may have been used for another title at the same moment.
    if (index !== 'scan_pkey' && index !== 'scan_answer_pkey' && index !== 'queue_entry_pkey') throw error;
    return (await answered(deps.db, operation, request.factId, id)) ?? refuse('STATE_CHANGED');
  }
}

/** A copy is not taken back before it was handed out. */
function handedOutBefore(operation: ScanOperation, journey: Journey | undefined): Date | undefined {
  const at =
    operation === 'takeBack' || operation === 'claimReturned' ? journey?.position.handedOutAt : undefined;
  return at === undefined ? undefined : new Date(at);
}

/** The copy with that barcode as scanned or typed. Refuses BARCODE_WRONG_KIND (expected, actual), BARCODE_NOT_OURS. */
export async function findByBarcode(
  db: Tx,
  barcode: string,
): Promise<Decision<{ id: bigint; recordId: bigint }>> {
  const reading = readCopyBarcode(barcode);
  if (!reading.ok) return reading;
  const copy = await db.copy.findUnique({
    where: { barcode: reading.value },
    select: { id: true, recordId: true },
  });
  return copy === null ? refuse('BARCODE_NOT_OURS') : allow(copy);
}

/** The number of a copy's barcode as scanned or typed. Refuses BARCODE_WRONG_KIND (expected, actual), BARCODE_NOT_OURS. */
export function readCopyBarcode(barcode: string): Decision<string> {
  const reading = readBarcodeOf('copy', barcode);
  if (!reading.ok) return refuseMisread(reading);
  return allow(reading.number);
}

async function answered(
  db: Tx,
  operation: ScanOperation,
  factId: string,
  copyId: bigint,
): Promise<Decision<ScanAnswer> | undefined> {
  const stored = await db.scanAnswer.findUnique({ where: { factId } });
  if (stored === null) return undefined;
  if (stored.operation !== operation || stored.copyId !== copyId) return refuse('STATE_CHANGED');
  return allow({ ...ScanAnswerSchema.parse(stored.answer), repeated: true });
}
