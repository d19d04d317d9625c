import type { Application, Transaction } from '../database.ts';
import { lockPatronOf } from '../lock-patron.ts';

/**
 * The application with its patron's row locked, which every change of a row and of slots waits for; undefined when
 * there is none (any more): an erased one must not be written again.
 */
export async function lockApplication(
  tx: Transaction,
  reservationId: string,
): Promise<Application | undefined> {
  if (!(await lockPatronOf(tx, reservationId))) return undefined;
  return (await tx.application.findUnique({ where: { reservationId } })) ?? undefined;
}
