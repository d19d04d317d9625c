import { TRUE_AGAIN } from '@toshobin/contracts';
import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import { traced } from '@toshobin/service';
import { inTransaction, type Transaction } from '../database.ts';
import { type Notice, Prisma } from '../generated/prisma/client.ts';
import { readLibraries } from '../libraries/find-library.ts';
import { lockPatron } from '../lock-patron.ts';
import { readReservationNotice } from '../notices/notice-data.ts';
import { IS_TO_GO } from '../notices/notice-status.ts';
import { AT_ONCE } from '../notices/queue-notice.ts';
import { withinWindow } from '../notices/sending-time.ts';
import { isStillTrue } from '../notices/still-true.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { MailAccepted, Mailer } from './mailer.ts';
import { type Prepare, type PreparedMail, prepareTogether, reservationsOf } from './prepare-mails.ts';
import { publishSent, recordAccepted } from './record-accepted.ts';
import { recordFailed } from './record-failed.ts';
import { HANDED_OVER_WITHIN_MS, type Sending, takeGroups, underThisLease } from './take-groups.ts';

const SECOND = 1000;
const FIRST_RETRY_MS = 5 * SECOND;
const LONGEST_RETRY_MS = 60 * 60 * SECOND;
/** After this time the patron hears by telephone instead. */
const GIVE_UP_AFTER_MS = 2 * 24 * 60 * 60 * SECOND;
/** How often the database is asked to keep what SES has answered, before the mail may go out twice. */
const RECORD_TRIES = 3;
/**
 * So many mails are judged, written and handed over at the same time: what they need to know is asked once, and none
 * waits between its judgement and SES.
 */
const A_HANDFUL = 8;

/**
 * Sends every mail that is due, one for each patron, kind and group (R19). A mail is composed at the moment of
 * sending, so that the hold it names (R6) begins with it; its acceptance, the row's date and `patron.notice.sent`
 * are one transaction afterwards. A mail may be sent twice only when the process or its database dies between SES's
 * answer and that commit: the lease runs out, and another sender takes it. Answers how many mails were accepted.
 *
 * @param stopping after which no other mail is begun
 */
export async function sendNotices(
  deps: PatronDeps,
  mailer: Mailer,
  { sending = 'everything', stopping }: { sending?: Sending; stopping?: AbortSignal } = {},
): Promise<number> {
  let accepted = 0;
  // Another sender may have been quicker with what this one saw: this one looks once more before it ends.
  for (let missed = 0; missed < 2 && stopping?.aborted !== true; ) {
    // The lease begins before the mails are taken, since what is left of it is counted.
    const now = deps.now();
    await putOffUntilMorning(deps, now);
    const groups = await takeGroups(deps.db, now, { sending, most: A_HANDFUL });
    missed = groups.length === 0 ? missed + 1 : 0;
    if (missed > 0) continue;
    const prepare = prepareTogether(deps, groups, now);
    const went = await allOf(
      groups.map((notices) =>
        traced(stepOf(notices), () => sendGroup(deps, mailer, { notices, prepare, now })),
      ),
    );
    accepted += went.filter(Boolean).length;
  }
  return accepted;
}

/**
 * R19. Puts mails off to the next morning that were due in the day, when their sender was away until the night or was
 * killed with them in hand. Mails that somebody waits for go out at any time.
 */
async function putOffUntilMorning({ db, settings }: PatronDeps, now: Instant): Promise<void> {
  const morning = withinWindow(now, settings, await policyInForce(db));
  if (morning === now) return;
  await db.$executeRaw`
    UPDATE notice SET not_before = ${new Date(morning)}
    WHERE ${Prisma.raw(IS_TO_GO)} AND not_before <= ${new Date(now)} AND kind <> ALL (${[...AT_ONCE]})`;
}

/** Waits for all: a mail that fails, or its database, stands in no other's way; its group is free after its lease. */
async function allOf<T>(under: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(under);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** One mail: a part of what its first notice follows from. */
function stepOf(notices: readonly Notice[]) {
  const [first, ...others] = notices;
  return {
    name: `mail ${first?.kind}`,
    kind: 'CLIENT',
    partOf: first?.traceparent ?? undefined,
    follows: others.map(({ traceparent }) => traceparent),
    words: { items: notices.length },
  } as const;
}

async function sendGroup(
  deps: PatronDeps,
  mailer: Mailer,
  { notices, prepare, now }: { notices: readonly Notice[]; prepare: Prepare; now: Instant },
): Promise<boolean> {
  let prepared: PreparedMail;
  let answer: MailAccepted;
  try {
    const mail = await prepare(notices);
    if (mail === 'nothingToSay') {
      await overtaken(deps, notices);
      return false;
    }
    const told = 'noAddressFor' in mail ? mail.noAddressFor : mail.notices;
    await overtaken(
      deps,
      notices.filter((notice) => !told.includes(notice)),
    );
    if ('noAddressFor' in mail) {
      await recordFailed(deps, { notices: told, why: 'noAddress', bySender: true, at: now });
      return false;
    }
    if (epochMs(deps.now()) - epochMs(now) > HANDED_OVER_WITHIN_MS)
      throw new Error('it took too long to write: another sender may have it soon');
    prepared = mail;
    answer = await mailer.send(mail.mail);
  } catch (error) {
    await tryLater(deps, notices, now, error);
    return false;
  }
  if (answer.accepted) {
    const { mailId } = answer;
    await insistently(() => recordAccepted(deps, { ...prepared, mailId, sentAt: now }));
  } else {
    // A mail about an address may go to one that is not the patron's yet.
    const ofAddress = notices[0]?.reservationId !== null;
    await recordFailed(deps, {
      notices: prepared.notices,
      why: 'refused',
      bySender: true,
      ofAddress,
      at: now,
    });
    deps.log.warn({ kind: notices[0]?.kind }, 'an address was refused by the mail service');
  }
  return answer.accepted;
}

/** Records in some tries: what SES took can't be taken back, and a broken connection is no reason to send it again. */
async function insistently(record: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await record();
    } catch (error) {
      if (tries >= RECORD_TRIES) throw error;
    }
  }
}

/**
 * Drops notices that are no longer so. SES may have taken one before, and its answer was lost: whatever date it named
 * then binds us (R6). One that has come true again since it was judged is due once more: as it was under way, it was
 * asked for in vain meanwhile.
 */
async function overtaken(deps: PatronDeps, notices: readonly Notice[]): Promise<void> {
  const [first] = notices;
  if (first === undefined) return;
  await inTransaction(deps, async (tx) => {
    if (first.patronId) await lockPatron(tx, first.patronId);
    const now = deps.now();
    const again = await trueAgain(tx, notices, now);
    const dropped = notices.filter((notice) => !again.includes(notice));
    await tx.notice.updateMany({
      where: underThisLease(again),
      data: { status: 'pending', notBefore: new Date(now) },
    });
    const { count } = await tx.notice.updateMany({
      where: underThisLease(dropped),
      data: { status: 'overtaken', address: null, traceparent: null },
    });
    if (count === 0) return;
    for (const notice of dropped) {
      if (notice.attempts > 1) await publishSent(deps, tx, { notice, sentAt: now });
    }
  });
}

async function trueAgain(tx: Transaction, notices: readonly Notice[], now: Instant): Promise<Notice[]> {
  const tellingOfScans = notices.filter(({ kind }) => TRUE_AGAIN.has(kind));
  if (tellingOfScans.length === 0) return [];
  const rows = await tx.application.findMany({
    where: {
      reservationId: { in: reservationsOf(tellingOfScans) },
      patron: { cards: { some: { replacedAt: null } } },
    },
  });
  const known = { now, library: await readLibraries(tx) };
  return tellingOfScans.filter(({ reservationId, journey, data }) => {
    const row = rows.find((one) => one.reservationId === reservationId);
    return row !== undefined && isStillTrue({ data: readReservationNotice(data), journey }, row, known);
  });
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
  const stale = notices.filter(({ createdAt }) => epochMs(now) - createdAt.getTime() >= GIVE_UP_AFTER_MS);
  if (stale.length > 0) await recordFailed(deps, { notices: stale, why: 'refused', bySender: true, at: now });
  const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 12), LONGEST_RETRY_MS);
  const again = instantFromEpochMs(epochMs(now) + wait);
  const atOnce = first?.reservationId === null;
  const notBefore = atOnce ? again : withinWindow(again, deps.settings, await policyInForce(deps.db));
  await deps.db.notice.updateMany({ where: underThisLease(notices), data: { status: 'pending', notBefore } });
}
