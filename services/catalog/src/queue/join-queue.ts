import { type JoinQueue, PREFECTURAL_LIBRARY, type Queued, RecordIdSchema } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import {
  allow,
  type Decision,
  dateColumn,
  dayOf,
  judgeJoining,
  RefusalSchema,
} from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { changed } from '../ledger/tell-changed.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { allocateNext } from './allocate-next.ts';
import { queuedOf } from './queued-of.ts';
import { countLendable } from './tell-if-unservable.ts';
import { withTitle } from './with-title.ts';

/**
 * A reservation joins the queue of its title, at the place its application gives it, and gets a copy at once if one is
 * on the shelf and nobody is before it. A loan made at the counter has joined before. Repeated it answers what it
 * finds. Refuses what R4 refuses, NOT_FOUND for a title or a counter loan we don't have, STATE_CHANGED for a
 * reservation that has left the queue. A refusal is kept.
 */
export const joinQueue: Carries<'joinQueue'> = async (deps, command) => {
  const join = () =>
    inTransaction(deps, async (tx) => {
      const recordId = await recordNamed(tx, command.recordId);
      if (recordId === undefined) return answered(tx, undefined, command);
      return withTitle(deps, tx, recordId, () => answered(tx, recordId, command));
    });
  try {
    return await join();
  } catch (error) {
    // The same reservation asked for another title at the same moment: one of the two is the reservation.
    if (uniqueViolation(error) !== 'queue_entry_pkey') throw error;
    return join();
  }
};

async function recordNamed(tx: Transaction, number: string): Promise<bigint | undefined> {
  const record = RecordIdSchema.safeParse(number);
  if (!record.success) return undefined;
  const id = BigInt(record.data);
  return (await tx.bibliographicRecord.count({ where: { id } })) > 0 ? id : undefined;
}

/** The former answer where there is one, otherwise the admission. */
async function answered(
  tx: Transaction,
  recordId: bigint | undefined,
  command: JoinQueue,
): Promise<Decision<Queued>> {
  const { reservationId, pickupLibrary, channel, joinedAt } = command;
  const known = await tx.queueEntry.findUnique({
    where: { reservationId },
    select: { state: true, refusal: true, _count: { select: { allocations: true } } },
  });
  const policy = await policyInForce(tx);
  const decision = judgeJoining(
    known === null
      ? undefined
      : {
          state: known.state,
          refusal: RefusalSchema.nullable().parse(known.refusal),
          hasCopy: known._count.allocations > 0,
        },
    recordId === undefined ? undefined : await titleOf(tx, recordId),
    { channel, pickupIsPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
    policy,
  );
  if (!decision.ok) {
    if (known !== null) return decision;
    // A refused reservation stands in no queue; its state is published like every other.
    const refused = {
      state: 'refused',
      refusal: decision.refusal,
      leftOn: dateColumn(dayOf(joinedAt)),
    } as const;
    await tx.queueEntry.create({
      data: { reservationId, joinedAt: new Date(joinedAt), ...refused, pickupLibrary, channel },
    });
    changed(tx, reservationId);
    return decision;
  }
  if (decision.value === 'joins' && recordId !== undefined) {
    const at = new Date(joinedAt);
    await tx.queueEntry.create({ data: { reservationId, recordId, joinedAt: at, pickupLibrary, channel } });
    changed(tx, reservationId);
    await allocateNext(tx, recordId, at);
  }
  return allow(await queuedOf(tx, reservationId));
}

async function titleOf(tx: Transaction, recordId: bigint) {
  const { lending } = await tx.bibliographicRecord.findUniqueOrThrow({
    where: { id: recordId },
    select: { lending: true },
  });
  return { lending, lendableCopies: await countLendable(tx, recordId) };
}
