import { databaseAway, type LeftRow, togetherOrRowByRow, vacuum } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import {
  dateColumn,
  dayOf,
  epochMs,
  type Instant,
  instantFromEpochMs,
  volumeStands,
} from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { forgetReservations } from '@toshobin/tasks';
import { rowsFailed } from '@toshobin/temporal';
import type { Transaction } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { keepHistory } from '../history/keep-history.ts';
import { IS_TO_GO, TO_GO } from '../notices/notice-status.ts';
import type { Carries, PatronDeps } from '../patron-deps.ts';
import { followPresent } from '../standings/with-standing.ts';

const HOUR = 60 * 60 * 1000;
const BATCH = 500;
/** How long a mail that was not accepted yet may keep its reservation from being erased. */
const WAIT_FOR_MAIL_MS = 72 * HOUR;

/**
 * Privacy. Deletes the joining row of every reservation that was closed, and so settled, before that moment, with its
 * mails, and takes it out of its tasks; a loan whose patron asked for it goes into their history, without its
 * reservation. What is left knows a reservation or a person, never both. The catalog is asked first: a scan that Kafka
 * has not brought yet may say that somebody has the copy after all. A reservation whose last mail is still to be sent
 * (the night is not for mails), or to be said on the telephone, waits for it, at most three days. Answers how many were
 * erased. One that fails is left to the next night, and keeps no other: then it throws at the end, and names it.
 * Repeatable; throws while the catalog is away.
 */
export async function eraseClosed(deps: PatronDeps, { before }: { before: Instant }): Promise<number> {
  await forgetSignIns(deps);
  let erased = 0;
  const left: LeftRow<string>[] = [];
  for (;;) {
    const closed = await closedBefore(deps, deps.db, { before, except: left.map(({ row }) => row) });
    const { done, ...some } = await togetherOrRowByRow(
      closed,
      (ids) => eraseThese(deps, ids, before),
      (fault) => fault instanceof ServiceFault || databaseAway(fault),
    );
    erased += done;
    left.push(...some.left);
    // Of a whole batch some may be left to the next night; the rows after them are not.
    if (closed.length < BATCH || done + some.left.length === 0) break;
  }
  if (erased > 0) deps.log.info({ erased }, 'closed reservations were erased');
  if (left.length === 0) return erased;
  throw rowsFailed({ done: erased, failed: left.map(({ row, fault }) => `${row}: ${inShort(fault)}`) });
}

async function eraseThese(deps: PatronDeps, ids: readonly string[], before: Instant): Promise<number> {
  await followPresent(deps, ids);
  return deps.db.$transaction(async (tx) => {
    const still = await closedBefore(deps, tx, { before, among: ids });
    await eraseReservations(deps, tx, still);
    return still.length;
  });
}

/**
 * Some reservations that were closed before that moment and wait for nothing; `among` names the only ones looked at. In
 * a transaction they are locked, with their patrons' rows, which every change of them holds: a row that is being
 * changed is left to the next night.
 */
async function closedBefore(
  deps: PatronDeps,
  db: Pick<Transaction, '$queryRaw'>,
  {
    before,
    among = null,
    except = [],
  }: { before: Instant; among?: readonly string[] | null; except?: readonly string[] },
): Promise<string[]> {
  const since = new Date(epochMs(deps.now()) - WAIT_FOR_MAIL_MS);
  const rows = await db.$queryRaw<{ reservation_id: string }[]>`
    SELECT reservation_id FROM application JOIN patron ON patron.id = application.patron_id
    WHERE closed_at < ${new Date(before)} AND (${among}::uuid[] IS NULL OR reservation_id = ANY (${among}::uuid[]))
      AND reservation_id <> ALL (${[...except]}::uuid[])
      AND NOT EXISTS (
      SELECT 1 FROM notice WHERE notice.reservation_id = application.reservation_id
        AND notice.${Prisma.raw(IS_TO_GO)} AND notice.created_at > ${since})
      AND NOT EXISTS (
      SELECT 1 FROM task WHERE task.reservation_id = application.reservation_id
        AND task.kind = 'callPatron' AND task.cleared_at IS NULL AND task.opened_at > ${since})
    ORDER BY closed_at
    LIMIT ${BATCH}
    FOR UPDATE OF patron, application SKIP LOCKED`;
  return rows.map((row) => row.reservation_id);
}

/**
 * Erases again rows that came back with a restored database: they go whatever they say. Their waiting mails went out
 * long ago. Answers how many there were. Repeatable.
 */
export const eraseAgain: Carries<'eraseAgain'> = async (deps, { reservationIds }) =>
  deps.db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ reservation_id: string }[]>`
      SELECT reservation_id FROM application JOIN patron ON patron.id = application.patron_id
      WHERE reservation_id = ANY (${[...reservationIds]}::uuid[])
      ORDER BY patron.id, reservation_id FOR UPDATE OF patron, application`;
    const ids = rows.map((row) => row.reservation_id);
    await eraseReservations(deps, tx, ids);
    return ids.length;
  });

/** Deletes what joins these reservations to a person, in the transaction that has the person's row. */
export async function eraseReservations(deps: PatronDeps, tx: Transaction, ids: string[]): Promise<void> {
  // The other reservations of one mail still know the patron: nothing may join this one to them.
  await tx.notice.deleteMany({ where: { reservationId: { in: ids } } });
  await keepHistory(tx, ids);
  await forgetReservations(tx, { reservationIds: ids, at: new Date(deps.now()) });
  await forgetVolumes(tx, ids);
  await tx.application.deleteMany({ where: { reservationId: { in: ids } } });
}

/** A volume that was handed out leaves its reading order; one that was not stays in it, without its reservation. */
async function forgetVolumes(tx: Transaction, ids: string[]): Promise<void> {
  const rows = await tx.application.findMany({
    where: { reservationId: { in: ids } },
    select: { reservationId: true, state: true, endedAt: true },
  });
  const had = rows.filter(({ state, endedAt }) => volumeStands({ state, ended: endedAt !== null }) === 'had');
  const wasHad = had.map(({ reservationId }) => reservationId);
  await tx.readingOrderVolume.deleteMany({ where: { reservationId: { in: wasHad } } });
  await tx.readingOrderVolume.updateMany({
    where: { reservationId: { in: ids } },
    data: { reservationId: null, missed: true },
  });
}

/** Deletes what sign-ins, links, codes and mails without a reservation left behind, once it serves nothing any more. */
async function forgetSignIns(deps: PatronDeps): Promise<void> {
  const ago = (hours: number) => instantFromEpochMs(epochMs(deps.now()) - hours * HOUR);
  await deps.db.initialPasswordTry.deleteMany({ where: { triedAt: { lt: ago(2) } } });
  await deps.db.signInFailure.deleteMany({ where: { lastAt: { lt: ago(25) } } });
  await deps.db.emailVerification.deleteMany({ where: { expiresAt: { lt: ago(24) } } });
  await deps.db.passwordReset.deleteMany({ where: { expiresAt: { lt: ago(24) } } });
  await deps.db.letterCode.deleteMany({ where: { validUntil: { lt: dateColumn(dayOf(deps.now())) } } });
  await deps.db.cardRelease.deleteMany({ where: { validUntil: { lt: deps.now() } } });
  await deps.db.cardReleaseFailure.deleteMany({ where: { lastAt: { lt: ago(24) } } });
  await deps.db.sesNotification.deleteMany({ where: { receivedAt: { lt: ago(90 * 24) } } });
  await deps.db.notice.deleteMany({
    where: {
      status: { notIn: [...TO_GO] },
      OR: [{ patronId: null, reservationId: null }, { kind: 'readingOrderEnded' }],
    },
  });
}

/** The tables that eraseClosed and patrons delete from: vacuumed, since a deleted row else stays in its page. */
const erasedFrom = [
  'application',
  'card_release',
  'card_release_failure',
  'card_renewal',
  'email_verification',
  'history_entry',
  'history_wish',
  'initial_password_try',
  'later_title',
  'letter_code',
  'loan_slot',
  'loan_slot_wait',
  'notice',
  'outbox',
  'password_reset',
  'reading_order_volume',
  'reservation_slot',
  'ses_notification',
  'sign_in_failure',
  'task',
  'wish',
] as const;

/** Runs after the erasure, outside of its transactions. */
export const vacuumErased = ({ db }: Pick<PatronDeps, 'db'>): Promise<void> => vacuum(db, erasedFrom);

/** Runs after registrations were ended: these tables also say who the persons are. */
export const vacuumEnded = ({ db }: Pick<PatronDeps, 'db'>): Promise<void> =>
  vacuum(db, [...erasedFrom, 'card', 'card_application', 'credential', 'patron']);
