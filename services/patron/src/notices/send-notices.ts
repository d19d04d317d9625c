import { NoticeKindSchema, ReservationIdSchema } from '@toshobin/contracts';
import { outboxRow } from '@toshobin/events';
import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import { dateColumn } from '../dates.ts';
import type { Notice } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { dueGroups, leaseGroup } from './gather.ts';
import type { MailAccepted, Mailer } from './mailer.ts';
import { type PreparedMail, prepareMail } from './prepare-mail.ts';
import { withinWindow } from './sending-time.ts';

const SECOND = 1000;
const FIRST_RETRY_MS = 5 * SECOND;
const LONGEST_RETRY_MS = 15 * 60 * SECOND;
/** R6: as long as staff would try to reach the patron. */
const GIVE_UP_AFTER_MS = 14 * 24 * 60 * 60 * SECOND;

/**
 * Sends every mail that is due, one for each patron, kind and group (R19). A mail is composed at the moment of
 * sending, so that the hold it names (R6) begins with it; its acceptance, the row's date and `patron.notice.sent`
 * are one transaction afterwards. A mail may be sent twice only when the process or its database dies between SES's
 * answer and that commit: the lease runs out, and another sender takes it. Answers how many mails were accepted.
 */
export async function sendNotices(deps: PatronDeps, mailer: Mailer): Promise<number> {
  let accepted = 0;
  for (const group of await dueGroups(deps.db, deps.now())) {
    const notices = await leaseGroup(deps.db, group, deps.now());
    if (notices.length > 0 && (await sendGroup(deps, mailer, notices))) accepted += 1;
  }
  if (accepted > 0) deps.wake('outbox');
  return accepted;
}

async function sendGroup(deps: PatronDeps, mailer: Mailer, notices: readonly Notice[]): Promise<boolean> {
  const now = deps.now();
  let prepared: PreparedMail | 'noAddress' | 'nothingToSay';
  let answer: MailAccepted;
  try {
    prepared = await prepareMail(deps, notices, now);
    if (prepared === 'noAddress' || prepared === 'nothingToSay') {
      await end(deps, notices, prepared === 'noAddress' ? 'noAddress' : 'overtaken');
      return false;
    }
    answer = await mailer.send(prepared.mail);
  } catch (error) {
    await tryLater(deps, notices, now, error);
    return false;
  }
  const { notices: told } = prepared;
  const overtaken = notices.filter((notice) => !told.includes(notice));
  if (overtaken.length > 0) await end(deps, overtaken, 'overtaken');
  if (answer.accepted) await recordAccepted(deps, prepared, now);
  else await recordRejected(deps, told);
  return answer.accepted;
}

async function recordAccepted(deps: PatronDeps, prepared: PreparedMail, sentAt: Instant): Promise<void> {
  const { notices, holdUntil } = prepared;
  const ids = notices.map(({ id }) => id);
  const reservations = notices.flatMap(({ reservationId }) => reservationId ?? []);
  await deps.db.$transaction(async (tx) => {
    if (holdUntil) {
      await tx.application.updateMany({
        where: { reservationId: { in: reservations } },
        data: { holdUntil: dateColumn(holdUntil.date) },
      });
    }
    await tx.notice.updateMany({
      where: { id: { in: ids } },
      data: { status: 'sent', sentAt, address: null },
    });
    for (const { reservationId, kind, occasion } of notices) {
      if (reservationId === null) continue;
      await tx.outbox.create({
        data: outboxRow({
          id: deps.newId(),
          type: 'patron.notice.sent',
          subject: reservationId,
          at: new Date(sentAt),
          data: {
            reservationId: ReservationIdSchema.parse(reservationId),
            kind: NoticeKindSchema.parse(kind),
            occasion,
            sentAt,
            ...(holdUntil ? { holdUntil } : {}),
          },
        }),
      });
    }
  });
}

/** The address will never do: the patron registers it again (EMAIL_UNDELIVERABLE). */
async function recordRejected(deps: PatronDeps, notices: readonly Notice[]): Promise<void> {
  await end(deps, notices, 'failed');
  const patronIds = notices.flatMap(({ patronId, address }) => (address === null ? (patronId ?? []) : []));
  await deps.db.patron.updateMany({
    where: { id: { in: patronIds } },
    data: { emailStatus: 'undeliverable' },
  });
  deps.log.warn({ kind: notices[0]?.kind }, 'an address was refused by the mail service');
}

async function end(
  deps: PatronDeps,
  notices: readonly Notice[],
  status: 'failed' | 'noAddress' | 'overtaken',
): Promise<void> {
  const ids = notices.map(({ id }) => id);
  await deps.db.notice.updateMany({ where: { id: { in: ids } }, data: { status, address: null } });
}

async function tryLater(
  deps: PatronDeps,
  notices: readonly Notice[],
  now: Instant,
  error: unknown,
): Promise<void> {
  const [first] = notices;
  const attempts = Math.max(...notices.map((notice) => notice.attempts));
  deps.log.warn(
    { kind: first?.kind, attempts, reason: String(error) },
    'a mail was not accepted and is tried again',
  );
  const stale = notices.filter(({ createdAt }) => epochMs(now) - createdAt.getTime() > GIVE_UP_AFTER_MS);
  if (stale.length > 0) await end(deps, stale, 'failed');
  const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10), LONGEST_RETRY_MS);
  const again = instantFromEpochMs(epochMs(now) + wait);
  const atOnce = first?.reservationId === null;
  const notBefore = atOnce ? again : withinWindow(again, deps.settings, await policyInForce(deps.db));
  await deps.db.notice.updateMany({
    where: { id: { in: notices.map(({ id }) => id) }, status: 'sending' },
    data: { status: 'pending', notBefore },
  });
}
