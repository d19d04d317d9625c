import type { Transaction } from '../database.ts';
import type { Place } from '../my-library/row-order.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { AddressNotice, ReservationNotice } from './notice-data.ts';
import { sendingTime } from './sending-time.ts';

/** Queues a mail about a reservation; one of a kind and occasion is there once, however often it is asked for. */
export async function queueNotice(
  deps: PatronDeps,
  tx: Transaction,
  notice: {
    application: { reservationId: string; patronId: string };
    data: ReservationNotice;
    occasion: string;
    groupKey: string;
    validTo?: Place;
  },
): Promise<void> {
  const { reservationId, patronId } = notice.application;
  const now = deps.now();
  await tx.notice.createMany({
    data: [
      {
        id: deps.newId(),
        kind: notice.data.kind,
        patronId,
        reservationId,
        occasion: notice.occasion,
        groupKey: notice.groupKey,
        validAllocation: notice.validTo?.allocation ?? null,
        validRank: notice.validTo?.rank ?? null,
        data: notice.data,
        notBefore: sendingTime(now, deps.settings, await policyInForce(tx)),
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
}

/** Queues a mail about an address or a password: it goes at once, by itself, to the address given. */
export async function queueAddressNotice(
  deps: PatronDeps,
  tx: Transaction,
  notice: { patronId: string; address: string; data: AddressNotice },
): Promise<void> {
  const id = deps.newId();
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
      notBefore: now,
      createdAt: now,
    },
  });
}
