import { type Decision, type RefusalCode, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';

/**
 * Answers a patron's wish by its id: as it was answered first, or as it is decided now, in a transaction that keeps the
 * answer. Of two that ask at once one fails, is tried again, and hears the other's answer.
 */
export async function answeredOnce<C extends { reservationId: string; wish?: string }, T>(
  deps: CatalogDeps,
  command: C,
  answer: z.ZodType<T>,
  decide: (deps: CatalogDeps, command: C) => Promise<T>,
): Promise<T> {
  const { reservationId, wish } = command;
  const asked = { ...deps, asks: reservationId };
  if (wish === undefined) return decide(asked, command);
  const before = await deps.db.wish.findUnique({ where: { reservationId_wish: { reservationId, wish } } });
  return before === null ? decide({ ...asked, wish }, command) : answer.parse(before.answer);
}

/** Keeps the answer to the wish that a transaction is of; none for a reservation that never joined a queue. */
export async function keepAnswer(
  { asks, wish }: Pick<CatalogDeps, 'asks' | 'wish'>,
  tx: Transaction,
  answer: unknown,
): Promise<void> {
  if (wish === undefined) return;
  await tx.$executeRaw`
    INSERT INTO wish (reservation_id, wish, answer)
    SELECT reservation_id, ${wish}, ${JSON.stringify(answer)}::jsonb FROM queue_entry WHERE reservation_id = ${asks}::uuid`;
}

/** Replaces the answer of a wish that did not come true by the refusal. */
export async function refuseAfterAll(
  tx: Transaction,
  wish: { reservationId: string; wish: string },
  code: RefusalCode,
): Promise<void> {
  const answer: Decision<never> = refuse(code);
  await tx.wish.updateMany({ where: wish, data: { answer } });
}

export async function wishesAnswered(tx: Transaction, reservationId: string): Promise<string[]> {
  const wishes = await tx.wish.findMany({ where: { reservationId }, select: { wish: true } });
  return wishes.map(({ wish }) => wish);
}
