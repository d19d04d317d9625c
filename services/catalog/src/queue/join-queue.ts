import {
  type Channel,
  type JoinQueue,
  PREFECTURAL_LIBRARY,
  type Queued,
  RecordIdSchema,
} from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import {
  type Decision,
  dateColumn,
  dayOf,
  decideMaterial,
  type Refusal,
  RefusalSchema,
  refuse,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { changed } from '../ledger/tell-changed.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { allocateNext } from './allocate-next.ts';
import { lentAtCounter } from './lent-at-counter.ts';
import { queuedOf } from './queued-of.ts';
import { countLendable } from './tell-if-unservable.ts';
import { withTitle } from './with-title.ts';

/**
 * A reservation joins the queue of its title, at the place its application gives it, and gets a copy at once if one is
 * on the shelf and nobody is before it. A loan made at the counter has joined before. Repeated it answers what it
 * finds. Refuses what R4 refuses, NOT_FOUND for a title or a counter loan we don't have, STATE_CHANGED for a
 * reservation that has left the queue. A refusal is kept: whoever asks again hears it again, whatever became of the title.
 */
export async function joinQueue(deps: CatalogDeps, command: JoinQueue): Promise<Decision<Queued>> {
  const join = () =>
    inTransaction(deps, async (tx) => {
      const recordId = await recordNamed(tx, command.recordId);
      if (recordId === undefined) return answered(tx, undefined, command);
      return withTitle(deps, tx, recordId, () => answered(tx, recordId, command));
    });
  try {
    const decision = await join();
    return decision;
  } catch (error) {
    // The same reservation asked for another title at the same moment: one of them is the reservation.
    if (uniqueViolation(error) !== 'queue_entry_pkey') throw error;
    return join();
  }
}

async function recordNamed(tx: Transaction, number: string): Promise<bigint | undefined> {
  const record = RecordIdSchema.safeParse(number);
  if (!record.success) return undefined;
  const id = BigInt(record.data);
  return (await tx.bibliographicRecord.count({ where: { id } })) > 0 ? id : undefined;
}

/** What was answered before, or the admission. */
async function answered(
  tx: Transaction,
  recordId: bigint | undefined,
  command: JoinQueue,
): Promise<Decision<Queued>> {
  const { reservationId, channel } = command;
  const known = await tx.queueEntry.findUnique({ where: { reservationId } });
  if (known?.refusal) return { ok: false, refusal: RefusalSchema.parse(known.refusal) };
  if (known !== null && channel !== 'counter') return queuedOf(tx, reservationId);
  const decision = recordId === undefined ? refuse('NOT_FOUND') : await admit(tx, recordId, command);
  if (!decision.ok && known === null) await keepRefusal(tx, command, decision.refusal);
  return decision;
}

async function admit(tx: Transaction, recordId: bigint, command: JoinQueue): Promise<Decision<Queued>> {
  const { reservationId, pickupLibrary, channel } = command;
  if (channel === 'counter') return lentAtCounter(tx, reservationId);
  const decision = await decide(tx, recordId, { pickupLibrary, channel });
  if (!decision.ok) return decision;
  const joinedAt = new Date(command.joinedAt);
  await tx.queueEntry.create({ data: { reservationId, recordId, joinedAt, pickupLibrary, channel } });
  changed(tx, reservationId);
  await allocateNext(tx, recordId, joinedAt);
  return queuedOf(tx, reservationId);
}

/** It stands in no queue, and is told like every reservation. */
async function keepRefusal(
  tx: Transaction,
  { reservationId, pickupLibrary, channel, joinedAt }: JoinQueue,
  refusal: Refusal,
): Promise<void> {
  const leftOn = dateColumn(dayOf(joinedAt));
  const refused = { state: 'refused', refusal, leftOn } as const;
  await tx.queueEntry.create({
    data: { reservationId, joinedAt: new Date(joinedAt), ...refused, pickupLibrary, channel },
  });
  changed(tx, reservationId);
}

/** R4. */
async function decide(
  tx: Transaction,
  recordId: bigint,
  asked: { pickupLibrary: string; channel: Exclude<Channel, 'counter'> },
): Promise<Decision<void>> {
  const record = await tx.bibliographicRecord.findUniqueOrThrow({
    where: { id: recordId },
    select: { lending: true },
  });
  const lendableCopies = await countLendable(tx, recordId);
  const { policy } = await policyInForce(tx);
  return decideMaterial(
    { lending: record.lending, lendableCopies },
    { channel: asked.channel, pickupIsPrefectural: asked.pickupLibrary === PREFECTURAL_LIBRARY },
    policy,
  );
}
