import { MUST_REACH, NoticeKindSchema, ReservationIdSchema, SAYS_READY } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import {
  dayOf,
  type Instant,
  nothingToPickUp,
  type ReservationState,
  startOfDay,
} from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';
import { wasTakenBack } from '../notices/forget-ready-mail.ts';
import { markUndeliverable } from '../notices/mark-undeliverable.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { keepFrom } from '../slots/stand-still.ts';
import { callPatron } from '../tasks/about-reservation.ts';
import { underThisLease } from './take-groups.ts';

const STATUS = { noAddress: 'noAddress', bounced: 'bounced', refused: 'failed' } as const;

export interface Failed {
  notices: readonly Notice[];
  why: keyof typeof STATUS;
  /** Whether the patron's own address will never do; otherwise it may be the mail service. */
  ofAddress?: boolean;
  /** Whether the sender that had them in hand says so: those that another has taken since are the other's to tell. */
  bySender?: boolean;
  at: Instant;
}

/**
 * No mail reached the patron: there is no address, it came back, or it was refused for good. The process hears of it,
 * and staff telephone where it must be heard; the catalog says that a hold which had begun with the mail has not begun
 * (R6). Nobody hears of a mail whose scan was taken back: what is so since has a mail of its own.
 */
export async function recordFailed(deps: PatronDeps, failed: Failed): Promise<void> {
  await inTransaction(deps, (tx) => writeFailed(deps, tx, failed));
}

/** The failure of a mail, within a transaction of the caller. */
export async function writeFailed(
  deps: PatronDeps,
  tx: Transaction,
  { notices, why, ofAddress, bySender = false, at }: Failed,
): Promise<void> {
  const [first] = notices;
  if (first?.patronId) await lockPatron(tx, first.patronId);
  const failed = await tx.notice.updateManyAndReturn({
    where: bySender
      ? underThisLease(notices)
      : { id: { in: notices.map(({ id }) => id) }, status: { in: ['sending', 'sent'] } },
    data: { status: STATUS[why], address: null, traceparent: null },
  });
  if (failed.length === 0) return;
  if (ofAddress && first?.patronId)
    await markUndeliverable(tx, { patronId: first.patronId, notices, why, at });
  for (const notice of failed) {
    const { reservationId, kind, occasion, againOf } = notice;
    if (reservationId === null || wasTakenBack(notice)) continue;
    if (kind === 'loanLimitReached') await keepFrom(tx, [reservationId], at);
    if (MUST_REACH.has(kind) && (await stillToBeSaid(tx, reservationId, kind))) {
      await callPatron(tx, { reservationId, why, at });
    }
    // What the first mail began goes on, unless the first failed too.
    if (againOf !== null) continue;
    await writeEvent(tx, {
      id: deps.newId(),
      type: 'patron.notice.failed',
      subject: reservationId,
      at: new Date(startOfDay(dayOf(at))),
      data: {
        reservationId: ReservationIdSchema.parse(reservationId),
        kind: NoticeKindSchema.parse(kind),
        occasion,
        why,
        on: dayOf(at),
      },
    });
  }
}

/** Whether a notice is still to be said: no patron is called to pick up what they have, or what is elsewhere. */
export async function stillToBeSaid(tx: Transaction, reservationId: string, kind: string): Promise<boolean> {
  if (kind === 'readyTakenBack') {
    const state = { in: [...nothingToPickUp] };
    return (await tx.application.count({ where: { reservationId, state } })) > 0;
  }
  if (!SAYS_READY.has(kind)) return (await tx.application.count({ where: { reservationId } })) > 0;
  return (
    (await tx.application.count({ where: { reservationId, state: 'ready' satisfies ReservationState } })) > 0
  );
}
