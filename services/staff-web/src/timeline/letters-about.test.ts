import { expect, test } from '@jest/globals';
import { ParcelNumberSchema } from '@toshobin/contracts';
import type { StoredLetter } from '@toshobin/events';
import { followedReservation, hanakosReservation } from '../testing/stand-ins.ts';
import { letterTroubleIn } from './letters-about.ts';

const ids = {
  reservationId: followedReservation,
  copyId: '7',
  parcelNumber: ParcelNumberSchema.parse('30000009'),
};

function letter(of: { data?: object; key?: string; text?: string } & Partial<StoredLetter>): StoredLetter {
  const { data, key = 'of no matter', text, ...as } = of;
  return {
    position: '0/1',
    at: new Date('2026-12-07T05:00:00Z'),
    replayedAt: undefined,
    settled: undefined,
    parked: 'failed',
    reason: 'RangeError at recordMove',
    group: 'catalog',
    origin: { topic: 'shipping.facts', place: 'shipping.facts/0/7' },
    type: undefined,
    id: undefined,
    time: undefined,
    key,
    value: text ?? JSON.stringify({ data }),
    ...as,
  };
}
const trouble = (of: Parameters<typeof letter>[0]) => letterTroubleIn([letter(of)], ids);

test.each([
  ['names the reservation', { data: { reservationId: followedReservation } }],
  ['names it in its fact', { data: { fact: { reservationId: followedReservation } } }],
  ['is about its copy', { data: { copyId: '7', title: 'こころ' } }],
  ['is about its parcel', { data: { parcelNumber: '30000009' } }],
  ['can’t be read, but has the copy’s key', { key: '7', text: 'もしもし' }],
  ['has the parcel’s key', { key: '30000009', text: 'null' }],
  ['waits behind another’s news of the same copy', { key: '7', data: { reservationId: hanakosReservation } }],
  ['was put back in vain', { key: followedReservation, replayedAt: new Date('2026-12-07T06:00:00Z') }],
])('a parked letter that %s is the reservation’s trouble', (_, of) => {
  expect(trouble(of)).toBe('parked');
});

test('a letter that could not be read is the trouble of the reservation that it names, not of the copy’s next reader', () => {
  expect(trouble({ parked: undefined, data: { reservationId: followedReservation } })).toBe('unreadable');
  const earlier = { reservationId: hanakosReservation, copyId: '7' };
  expect(trouble({ parked: undefined, key: '7', data: earlier })).toBe(undefined);
});

test('what is another’s, settled, put back, or a stranger’s is none', () => {
  const at = new Date('2026-12-07T06:00:00Z');
  const named = { data: { reservationId: followedReservation } };
  expect(trouble({ key: '8', data: { reservationId: hanakosReservation, copyId: '8' } })).toBe(undefined);
  // Another copy in the same parcel.
  const inTheParcel = { parcelNumber: '30000009', copyId: '8' };
  expect(trouble({ key: '8', data: inTheParcel })).toBe(undefined);
  expect(trouble({ key: '8', data: { fact: { reservationId: hanakosReservation }, ...inTheParcel } })).toBe(
    undefined,
  );
  expect(trouble({ ...named, settled: { as: 'heard', at } })).toBe(undefined);
  expect(trouble({ ...named, parked: undefined, replayedAt: at })).toBe(undefined);
  expect(trouble({ ...named, parked: undefined, origin: undefined })).toBe(undefined);
});

test('a reservation without a copy or parcel has no trouble of theirs', () => {
  const alone = { reservationId: followedReservation, copyId: undefined, parcelNumber: undefined };
  expect(letterTroubleIn([letter({ data: {} })], alone)).toBe(undefined);
});
