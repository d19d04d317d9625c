import type { TaskWhy } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';

/**
 * R2. The patron's address will not do: EMAIL_UNDELIVERABLE from now on, and the desk asks for another one. One open
 * task a patron, about a reservation of the mail, or else the first open one; never about an address. A patron without
 * a reservation hears of it when reserving.
 */
export async function markUndeliverable(
  tx: Transaction,
  mail: { patronId: string; notices: readonly Pick<Notice, 'reservationId'>[]; why: TaskWhy; at: Instant },
): Promise<void> {
  const { patronId, why, at } = mail;
  await lockPatron(tx, patronId);
  await tx.patron.updateMany({
    where: { id: patronId, email: { not: null } },
    data: { emailStatus: 'undeliverable' },
  });
  const own = await tx.application.findMany({
    where: { patronId },
    select: { reservationId: true, closedAt: true },
    orderBy: { appliedAt: 'asc' },
  });
  const ids = own.map(({ reservationId }) => reservationId);
  const ofMail = mail.notices.flatMap(({ reservationId }) => reservationId ?? []);
  const subject =
    ids.find((id) => ofMail.includes(id)) ?? own.find((one) => one.closedAt === null)?.reservationId;
  if (subject === undefined) return;
  const open = await tx.task.count({
    where: { kind: 'addressUndeliverable', clearedAt: null, reservationId: { in: ids } },
  });
  if (open > 0) return;
  await openTask(tx, { kind: 'addressUndeliverable', subject: { reservationId: subject }, why, at });
}

/** Another address was verified: nobody need ask for one. */
export async function addressFound(
  tx: Transaction,
  { patronId, at }: { patronId: string; at: Instant },
): Promise<void> {
  const own = await tx.application.findMany({ where: { patronId }, select: { reservationId: true } });
  for (const { reservationId } of own) {
    await clearTasks(tx, { kinds: ['addressUndeliverable'], subject: { reservationId }, by: 'process', at });
  }
}
