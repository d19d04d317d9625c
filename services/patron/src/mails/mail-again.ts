import { NEVER_AGAIN, ReservationNoticeKindSchema } from '@toshobin/contracts';
import { allow, instantFromDate, refuse } from '@toshobin/lending-rules';
import { type Application, inTransaction, type Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { readLibraries } from '../libraries/find-library.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import { wasTakenBack } from '../notices/forget-ready-mail.ts';
import { type ReservationNotice, readReservationNotice } from '../notices/notice-data.ts';
import { sendingTime } from '../notices/sending-time.ts';
import { isStillTrue } from '../notices/still-true.ts';
import type { Answers } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { callPatron } from '../tasks/about-reservation.ts';

const STATES = {
  pending: 'waiting',
  sending: 'waiting',
  sent: 'sent',
  noAddress: 'unsent',
  failed: 'unsent',
  bounced: 'unsent',
  told: 'told',
  overtaken: 'overtaken',
} as const;

/** The number of a reservation and the mails about it, the latest first. NOT_FOUND once it is erased. */
export const mailsOfReservation: Answers<'mailsOfReservation'> = async (deps, { reservationId }) => {
  const application = await deps.db.application.findUnique({ where: { reservationId } });
  if (application === null) return refuse('NOT_FOUND');
  const notices = await deps.db.notice.findMany({
    where: { reservationId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const known = { now: deps.now(), library: await readLibraries(deps.db) };
  return allow({
    reservationNumber: application.number,
    mails: notices.map((notice) => ({
      kind: ReservationNoticeKindSchema.parse(notice.kind),
      state: STATES[notice.status],
      at: instantFromDate(notice.sentAt ?? notice.createdAt),
      again: notice.againOf !== null,
      mayBeSentAgain: sayable(notices, notice.kind, application, known)?.id === notice.id,
    })),
  });
};

/**
 * Staff have a mail sent again (the patron has not had it, or has another address by now), once a wish. It goes out by
 * itself within the mail window; where no mail reaches the patron, the desk gets a call to make (R2).
 */
export const mailAgain: Answers<'mailAgain'> = async (deps, wish) => {
  const { reservationId, wishId, kind, at } = wish;
  const known = { now: at, library: await readLibraries(deps.db) };
  return inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined) return refuse('NOT_FOUND');
    const notices = await tx.notice.findMany({
      where: { reservationId, kind },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const before = notices.find(({ occasion }) => occasion.endsWith(`-again-${wishId}`));
    if (before !== undefined) return allow({ told: toldBy(before) });
    const first = sayable(notices, kind, application, known);
    if (first === undefined) return refuse('STATE_CHANGED');
    const why = await unreachable(tx, application.patronId);
    await tx.notice.create({
      data: {
        id: deps.newId(),
        kind,
        patronId: application.patronId,
        reservationId,
        occasion: `${first.occasion}-again-${wishId}`,
        groupKey: `again ${wishId}`,
        data: asOfNow(readReservationNotice(first.data)),
        journey: first.journey,
        status: why === undefined ? 'pending' : 'noAddress',
        notBefore: sendingTime(at, deps.settings, await policyInForce(tx)),
        createdAt: at,
        againOf: first.id,
      },
    });
    if (why !== undefined) await callPatron(tx, { reservationId, why, at });
    return allow({ told: why === undefined ? 'byMail' : 'byTelephone' });
  });
};

function toldBy({ status }: Notice): 'byMail' | 'byTelephone' {
  return STATES[status] === 'unsent' || status === 'told' ? 'byTelephone' : 'byMail';
}

/**
 * The mail of that kind that is sent again: the latest one about this copy, if what it says is still so and none of its
 * kind is about to go out.
 */
function sayable(
  notices: readonly Notice[],
  kind: string,
  application: Application,
  known: Parameters<typeof isStillTrue>[2],
): Notice | undefined {
  const ofKind = notices.filter((notice) => notice.kind === kind && !wasTakenBack(notice));
  if (ofKind.some(({ status }) => STATES[status] === 'waiting')) return undefined;
  const [latest] = ofKind.filter(({ againOf, status }) => againOf === null && status !== 'overtaken');
  if (latest === undefined) return undefined;
  const data = readReservationNotice(latest.data);
  if (NEVER_AGAIN.has(data.kind)) return undefined;
  return isStillTrue({ data, journey: latest.journey }, application, known) ? latest : undefined;
}

/** Why no mail reaches the patron, as the reason of the desk's call. */
async function unreachable(tx: Transaction, patronId: string): Promise<'noAddress' | 'bounced' | undefined> {
  const patron = await tx.patron.findUniqueOrThrow({ where: { id: patronId } });
  if (patron.email !== null && patron.emailStatus === 'verified') return undefined;
  return patron.emailStatus === 'undeliverable' ? 'bounced' : 'noAddress';
}

/** What a mail says now: the place in the queue is another one by now, and is left out. */
function asOfNow(data: ReservationNotice): ReservationNotice {
  return data.kind === 'accepted' ? { kind: data.kind, pickupLibrary: data.pickupLibrary } : data;
}
