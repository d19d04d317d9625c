import { SAYS_READY } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { epochMs } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';
import { stillToBeSaid, writeFailed } from '../mails/record-failed.ts';
import { markUndeliverable } from '../notices/mark-undeliverable.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { callPatron } from '../tasks/about-reservation.ts';
import { readSesNotification, type SesNotification } from './ses-notification.ts';

/** A bounce may be quicker than the commit that keeps the mail's id. */
const PERHAPS_NOT_KEPT_YET_MS = 5 * 60 * 1000;

/**
 * Takes in what SES tells of a mail, once however often it is sent. After a mail that came back for good none goes to
 * that address any more (R2), the desk asks for another, and tells on the telephone what the mail should have told (R6:
 * a hold has not begun). A complaint is the same, except that the mail had arrived: its hold goes on. A mail that came
 * back for now is only counted. `later`: the mail is not known yet, and it should be told again.
 */
export async function takeNotification(
  deps: PatronDeps,
  notification: { messageId: string; message: string },
): Promise<'taken' | 'later'> {
  const told = readSesNotification(notification.message);
  const at = deps.now();
  const taken = await inTransaction(deps, async (tx) => {
    const notices = await noticesOf(tx, told);
    const isFresh = told.takenAt !== undefined && epochMs(at) - told.takenAt < PERHAPS_NOT_KEPT_YET_MS;
    if (told.mailId !== undefined && notices.length === 0 && isFresh) return 'later' as const;
    const { count } = await tx.sesNotification.createMany({
      data: [{ messageId: notification.messageId, outcome: told.outcome, receivedAt: at }],
      skipDuplicates: true,
    });
    if (count > 0) await act(deps, tx, { told, notices, at });
    return 'taken' as const;
  });
  if (taken === 'taken') {
    deps.log.info({ outcome: told.outcome }, 'the mail service told what became of a mail');
  }
  return taken;
}

function noticesOf(tx: Transaction, { mailId }: SesNotification): Promise<Notice[]> {
  if (mailId === undefined) return Promise.resolve([]);
  return tx.notice.findMany({ where: { mailId }, orderBy: { id: 'asc' } });
}

async function act(
  deps: PatronDeps,
  tx: Transaction,
  { told, notices, at }: { told: SesNotification; notices: readonly Notice[]; at: Instant },
): Promise<void> {
  const patronId = notices.find((notice) => notice.patronId !== null)?.patronId ?? null;
  if (patronId !== null) await lockPatron(tx, patronId);
  const ofAddress = patronId !== null && (await isPresentAddress(tx, patronId, told));
  if (told.outcome === 'permanent') {
    const sent = notices.filter(({ status }) => status === 'sent');
    await writeFailed(deps, tx, { notices: sent, why: 'bounced', ofAddress, at });
  }
  if (told.outcome !== 'complaint') return;
  if (ofAddress) await markUndeliverable(tx, { patronId, notices, why: 'complained', at });
  for (const { reservationId, kind } of notices) {
    if (reservationId === null || !SAYS_READY.has(kind)) continue;
    if (await stillToBeSaid(tx, reservationId, kind)) {
      await callPatron(tx, { reservationId, why: 'complained', at });
    }
  }
}

/** Whether the address is still the patron's: another one, registered since, may do. */
async function isPresentAddress(
  tx: Transaction,
  patronId: string,
  { addresses }: SesNotification,
): Promise<boolean> {
  const patron = await tx.patron.findUnique({ where: { id: patronId }, select: { email: true } });
  return patron?.email != null && addresses.includes(patron.email.toLowerCase());
}
