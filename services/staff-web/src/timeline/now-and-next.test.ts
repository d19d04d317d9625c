import { expect, test } from '@jest/globals';
import { catalogApi, makeBarcode } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { stateInTest } from '@toshobin/lending-rules/testing';
import { nowAndNext } from './now-and-next.ts';

test('a book that was handed in waits to be sent back until it is, and then for the prefectural desk', () => {
  const handedInAt = instant('2026-12-03T07:35:00Z');
  const standing = (sentBack: { sentBackAt?: typeof handedInAt }) => {
    const furthest = sentBack.sentBackAt ? 'sentBack' : 'handedIn';
    const position = { furthest, onReturnLeg: true, handedInAt, ...sentBack } as const;
    const reservation = catalogApi.readReservation.answer.parse({
      reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0700',
      entry: 'allocated',
      state: stateInTest('handedIn', { position, returnLibrary: 'uto' }),
      pickupLibrary: 'uto',
      barcode: makeBarcode('copy', 1),
      allocation: 1,
      due: null,
      ...{ facts: [], scans: [], ended: [], handedToOthers: [], pickupChanges: [] },
    });
    return nowAndNext(reservation, undefined);
  };
  expect(standing({})).toMatchObject({ now: '返却受付済・返送待ち', next: '返送の読み取り' });
  expect(standing({ sentBackAt: instant('2026-12-03T07:39:00Z') })).toMatchObject({
    now: '返却受付済・返送中',
    next: '返却処理の読み取り',
    otherwise: '着かないときは、要確認に入ります。利用者の負担にはなりません。',
  });
});
