import {
  type NextStep,
  readBarcodeOf,
  refuseMisread,
  type ScanAnswer,
  ScanAnswerSchema,
  type ScanRequest,
} from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { type Journey, latestJourneyOfCopy } from '../ledger/journey.ts';
import { type LockedCopy, lockTitleAndCopy } from '../ledger/lock-copy.ts';
import { type CountedScan, countedScan } from '../ledger/record-fact.ts';
import { tellIfWaitingChanged } from '../queue/tell-if-waiting-changed.ts';
import { wholeTitle } from '../records/whole-title.ts';

/** A scan inside its transaction, the title's queue and the copy locked. */
export interface ScanInHand extends CountedScan {
  tx: Transaction;
  copy: LockedCopy;
  /** The copy's latest allocation, open or not. */
  journey: Journey | undefined;
}

/** What a scan did; with `repeats` it did nothing, because the scan of that id had done the same. */
export type Done = NextStep | { repeats: string; step: NextStep };

type ScanOperation =
  | 'pick'
  | 'notOnShelf'
  | 'handOut'
  | 'confirmHandOut'
  | 'lend'
  | 'takeBack'
  | 'claimReturned';

/** The constraints that two scans with one id violate at the same moment; a scan's event has the id of the scan. */
export const USED_TWICE: readonly string[] = [
  'scan_pkey',
  'outbox_pkey',
  'scan_answer_pkey',
  'queue_entry_pkey',
];

/**
 * Carries a scan out in one transaction: what it does, what it tells the others, and what the desk was answered. Sent
 * again (also twice at once) it answers the same with `repeated`, and nothing happens; nor does it when the work finds
 * that another scan had done the same. A refused scan leaves no trace and is judged anew. Refuses BARCODE_NOT_OURS,
 * BARCODE_WRONG_KIND, and STATE_CHANGED for a fact id that was used for another scan.
 */
export async function scanOnce(
  deps: CatalogDeps,
  operation: ScanOperation,
  request: ScanRequest,
  work: (scan: ScanInHand) => Promise<Decision<Done>>,
): Promise<Decision<ScanAnswer>> {
  const reading = readCopyBarcode(request.barcode);
  if (!reading.ok) return reading;
  try {
    return await inTransaction(deps, (tx) =>
      carryOut(deps, tx, { operation, request, barcode: reading.value, work }),
    );
  } catch (error) {
    // A counter loan's own reservation may have been used for another title at the same moment.
    if (!USED_TWICE.includes(uniqueViolation(error) ?? '')) throw error;
    const found = await findByBarcode(deps.db, request.barcode);
    if (!found.ok) return found;
    return (await answered(deps.db, operation, request.factId, found.value.id)) ?? refuse('STATE_CHANGED');
  }
}

async function carryOut(
  deps: CatalogDeps,
  tx: Transaction,
  {
    operation,
    request,
    barcode,
    work,
  }: {
    operation: ScanOperation;
    request: ScanRequest;
    barcode: string;
    work: (scan: ScanInHand) => Promise<Decision<Done>>;
  },
): Promise<Decision<ScanAnswer>> {
  const copy = await lockTitleAndCopy(tx, barcode);
  if (copy === undefined) return refuse('BARCODE_NOT_OURS');
  const before = await answered(tx, operation, request.factId, copy.id);
  if (before !== undefined) return before;
  const recordedAt = new Date(deps.now());
  const journey = await latestJourneyOfCopy(tx, copy.id);
  const earliest = [journey?.openedAt, handedOutBefore(operation, journey)];
  const done = await work({
    tx,
    copy,
    journey,
    ...countedScan(request, recordedAt, ...earliest),
  });
  if (!done.ok) {
    await tellIfWaitingChanged(tx, copy.recordId, new Date(deps.now()));
    return done;
  }
  const { repeats, step } = 'repeats' in done.value ? done.value : { repeats: undefined, step: done.value };
  const answer: ScanAnswer = {
    factId: repeats ?? request.factId,
    copyId: String(copy.id),
    repeated: repeats !== undefined,
    step,
    supplementCount: copy.supplementCount,
    protectiveCover: copy.protectiveCover,
    copy: {
      title: wholeTitle(copy),
      author: copy.author,
      shelfMark: copy.shelfMark,
      supplementCount: copy.supplementCount,
    },
  };
  await tx.$executeRaw`
    INSERT INTO scan_answer (fact_id, operation, copy_id, answer)
    VALUES (${request.factId}::uuid, ${operation}, ${copy.id}, ${JSON.stringify(answer)}::jsonb)`;
  await tellIfWaitingChanged(tx, copy.recordId, new Date(deps.now()));
  return allow(answer);
}

/** When the copy was handed out, before which nobody can take it back. */
function handedOutBefore(operation: ScanOperation, journey: Journey | undefined): Date | undefined {
  const at =
    operation === 'takeBack' || operation === 'claimReturned' ? journey?.position.handedOutAt : undefined;
  return at === undefined ? undefined : new Date(at);
}

/** The copy with that barcode as scanned or typed. Refuses BARCODE_WRONG_KIND (expected, actual), BARCODE_NOT_OURS. */
export async function findByBarcode(
  db: Transaction,
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

/** The barcode of a copy as scanned or typed. Refuses BARCODE_WRONG_KIND (expected, actual), BARCODE_NOT_OURS. */
export function readCopyBarcode(barcode: string): Decision<string> {
  const reading = readBarcodeOf('copy', barcode);
  if (!reading.ok) return refuseMisread(reading);
  return allow(reading.number);
}

const Stored = z.array(z.object({ operation: z.string(), copyId: z.bigint(), answer: z.unknown() }));

async function answered(
  db: Transaction,
  operation: ScanOperation,
  factId: string,
  copyId: bigint,
): Promise<Decision<ScanAnswer> | undefined> {
  const [stored] = Stored.parse(
    await db.$queryRaw`
      SELECT operation, copy_id AS "copyId", answer FROM scan_answer WHERE fact_id = ${factId}::uuid`,
  );
  if (stored === undefined) return undefined;
  if (stored.operation !== operation || stored.copyId !== copyId) return refuse('STATE_CHANGED');
  // An answer that an older release kept may lack what is told today: the scan counted, and the copy is looked at anew.
  const answer = ScanAnswerSchema.safeParse(stored.answer);
  return answer.success ? allow({ ...answer.data, repeated: true }) : refuse('STATE_CHANGED');
}
