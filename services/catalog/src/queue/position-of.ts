import { type CatalogPosition, TaskKindSchema } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import { wishesAnswered } from '../ledger/answered-once.ts';
import { standingOf } from '../ledger/standings.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { queuePosition } from './queue-positions.ts';

/**
 * How a reservation stands by its last told state, its place while it waits, and the wishes that were answered; and
 * what a process that begins would ask next.
 */
export async function positionOfReservation(
  tx: Transaction,
  { reservationId, toBegin }: { reservationId: string; toBegin?: true },
): Promise<CatalogPosition> {
  const standing = await standingOf(tx, reservationId);
  if (standing === null) return { standing, wishes: [] };
  const { name: pickupLibraryName } = await libraryOf(tx, standing.state.pickupLibrary);
  const wishes = await wishesAnswered(tx, reservationId);
  const position = await queuePosition(tx, reservationId);
  return {
    standing,
    wishes,
    pickupLibraryName,
    ...(position === undefined ? {} : { position }),
    ...(toBegin ? { toBegin: await askedAtOnce(tx, reservationId) } : {}),
  };
}

async function askedAtOnce(
  tx: Transaction,
  reservationId: string,
): Promise<NonNullable<CatalogPosition['toBegin']>> {
  const tasks = await tx.task.findMany({ where: { reservationId, clearedAt: null }, select: { kind: true } });
  const asked = tasks.map(({ kind }) => TaskKindSchema.parse(kind));
  return { numbers: await policyInForce(tx), asked };
}
