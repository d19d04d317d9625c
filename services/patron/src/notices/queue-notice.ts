import { TRUE_AGAIN, WAITS } from '@toshobin/contracts';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { traceparentNow } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { AddressNotice } from './notice-data.ts';
import type { NewNotice } from './notice-of-milestone.ts';
import { sendingTime } from './sending-time.ts';

interface ToQueue extends NewNotice {
  application: { reservationId: string; patronId: string };
}

/** Seconds that mails which wait do so from the first of their group: others join it, or it is no longer so. */
const WAITS_SECONDS = 600;

/** Queues a mail about a reservation; one of a kind and occasion is there once, however often it is asked for. */
export async function queueNotice(deps: PatronDeps, tx: Transaction, notice: ToQueue): Promise<void> {
  const { reservationId, patronId } = notice.application;
  const { data, occasion } = notice;
  const now = deps.now();
  const fresh = {
    groupKey: notice.groupKey,
    journey: notice.journey,
    data,
    notBefore: await whenItGoesOut(deps, tx, notice),
    createdAt: now,
    traceparent: traceparentNow() ?? null,
  };
  const { count } = await tx.notice.createMany({
    data: [{ id: deps.newId(), kind: data.kind, patronId, reservationId, occasion, ...fresh }],
    skipDuplicates: true,
  });
  if (count > 0 || !TRUE_AGAIN.has(data.kind)) return;
  await tx.notice.updateMany({
    where: { reservationId, kind: data.kind, occasion, status: 'overtaken' },
    data: { status: 'pending', attempts: 0, ...fresh },
  });
}

async function whenItGoesOut(deps: PatronDeps, tx: Transaction, notice: ToQueue): Promise<Instant> {
  const policy = await policyInForce(tx);
  if (!WAITS.has(notice.data.kind)) return sendingTime(deps.now(), deps.settings, policy);
  const first = await tx.notice.findFirst({
    where: {
      patronId: notice.application.patronId,
      kind: notice.data.kind,
      groupKey: notice.groupKey,
      status: 'pending',
    },
    orderBy: { notBefore: 'asc' },
  });
  if (first !== null) return instantFromDate(first.notBefore);
  return sendingTime(deps.now(), { ...deps.settings, noticeGatherSeconds: WAITS_SECONDS }, policy);
}

/** R19. The mails that somebody waits for in front of the page. */
export const AT_ONCE: readonly AddressNotice['kind'][] = [
  'verifyEmail',
  'emailChanged',
  'passwordChanged',
  'resetPassword',
  'testMail',
];

/**
 * Queues a mail that belongs to no reservation: it goes by itself to the address given, at once or (about a card or a
 * reading order) within the mail window. `patronId` null: to somebody who has applied for a card and has none yet.
 */
export async function queueAddressNotice(
  deps: PatronDeps,
  tx: Transaction,
  notice: { id?: string; patronId: string | null; address: string; data: AddressNotice },
): Promise<void> {
  const { id = deps.newId() } = notice;
  const now = deps.now();
  await tx.notice.create({
    data: {
      id,
      kind: notice.data.kind,
      patronId: notice.patronId,
      occasion: '0',
      groupKey: id,
      data: notice.data,
      address: notice.address,
      notBefore: AT_ONCE.includes(notice.data.kind)
        ? now
        : sendingTime(now, deps.settings, await policyInForce(tx)),
      createdAt: now,
      traceparent: traceparentNow() ?? null,
    },
  });
}
