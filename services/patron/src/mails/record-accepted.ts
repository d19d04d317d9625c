import { MUST_REACH, NoticeKindSchema, ReservationIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import {
  type Deadline,
  dateColumn,
  dayOf,
  type Instant,
  instantFromDate,
  isAfter,
  startOfDay,
} from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';
import { UNSENT } from '../notices/notice-status.ts';
import { withinWindow } from '../notices/sending-time.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { keepFrom } from '../slots/stand-still.ts';
import { nobodyToCall } from '../tasks/about-reservation.ts';
import { datesThatBind } from './dates-said.ts';
import { reservationsOf } from './prepare-mails.ts';

export interface Accepted {
  notices: readonly Notice[];
  holdUntil?: Deadline | undefined;
  mailId?: string | undefined;
  sentAt: Instant;
}

/** A mail was accepted for sending: what it begins begins (R6 the hold, R15 the keeping), and the process hears. */
export async function recordAccepted(deps: PatronDeps, accepted: Accepted): Promise<void> {
  const { notices, holdUntil, sentAt } = accepted;
  const ids = notices.map(({ id }) => id);
  const patronId = notices[0]?.patronId;
  await inTransaction(deps, async (tx) => {
    if (patronId) await lockPatron(tx, patronId);
    await tx.notice.updateMany({
      where: { id: { in: ids } },
      data: { ...saidBy(accepted), address: null, traceparent: null },
    });
    await saidAfterAll(tx, accepted);
    const kept = notices.filter(({ kind }) => kind === 'loanLimitReached');
    if (kept.length > 0) await keepFrom(tx, reservationsOf(kept), sentAt);
    for (const notice of notices) {
      const late = notice.againOf === null && (await wentOutLate(deps, tx, notice, sentAt));
      await publishSent(deps, tx, { notice, sentAt, holdUntil, late });
    }
  });
}

function saidBy({ sentAt, mailId, holdUntil }: Accepted) {
  const hold = holdUntil ? { holdDate: dateColumn(holdUntil.date), holdAt: holdUntil.at } : {};
  return { status: 'sent', sentAt, mailId: mailId ?? null, ...hold } as const;
}

/** A mail sent again after one that reached nobody takes that one's place, and nobody need call any more. */
async function saidAfterAll(tx: Transaction, accepted: Accepted): Promise<void> {
  const { notices, sentAt } = accepted;
  for (const { againOf, reservationId } of notices) {
    if (againOf === null || reservationId === null) continue;
    await tx.notice.updateMany({
      where: { id: againOf, status: { in: [...UNSENT] } },
      data: saidBy(accepted),
    });
    const unsaid = {
      reservationId,
      status: { in: [...UNSENT] },
      kind: { in: [...MUST_REACH] },
      againOf: null,
    };
    if ((await tx.notice.count({ where: unsaid })) === 0) {
      await nobodyToCall(tx, { reservationId, at: sentAt });
    }
  }
}

/** `patron.notice.sent`, where a mail about a reservation begins something, or names a date that binds us (R6). */
export async function publishSent(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  sent: {
    notice: Pick<Notice, 'reservationId' | 'kind' | 'occasion' | 'data'>;
    sentAt: Instant;
    holdUntil?: Deadline | undefined;
    late?: boolean;
  },
): Promise<void> {
  const { notice, sentAt, late } = sent;
  const said = await datesThatBind(tx, notice);
  const holdUntil = sent.holdUntil ?? said.holdUntil;
  if (notice.reservationId === null || !(holdUntil || said.due || late)) return;
  const sentOn = dayOf(sentAt);
  await writeEvent(tx, {
    id: deps.newId(),
    type: 'patron.notice.sent',
    subject: notice.reservationId,
    at: new Date(startOfDay(sentOn)),
    data: {
      reservationId: ReservationIdSchema.parse(notice.reservationId),
      kind: NoticeKindSchema.parse(notice.kind),
      occasion: notice.occasion,
      sentOn,
      ...(holdUntil ? { holdUntil } : {}),
      ...(said.due ? { due: said.due } : {}),
      ...(late ? { late } : {}),
    },
  });
}

/** R7. Whether the mail went out on a later day than planned, from which a loan may be counted. */
async function wentOutLate(
  { settings }: Pick<PatronDeps, 'settings'>,
  tx: Transaction,
  { kind, createdAt }: Notice,
  sentAt: Instant,
): Promise<boolean> {
  if (kind !== 'readyAtMunicipal') return false;
  const planned = withinWindow(instantFromDate(createdAt), settings, await policyInForce(tx));
  return isAfter(dayOf(sentAt), dayOf(planned));
}
