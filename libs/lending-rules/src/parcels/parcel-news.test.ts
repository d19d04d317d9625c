import { expect, test } from '@jest/globals';
import {
  arrivalNews,
  instant,
  type PackedCopyState,
  type ParcelStanding,
  parcelNews,
  type ToldOfParcel,
  tellsOf,
} from '../index.ts';

const at = instant('2026-12-09T01:00:00Z');
const there: ParcelStanding = {
  state: 'arrived',
  arrival: { at, assumed: false },
  seenAt: null,
  wasHandled: false,
  comesHome: false,
  wasLost: false,
  copies: new Map(),
};
const assumedThere: ParcelStanding = { ...there, arrival: { at, assumed: true } };
const away: ParcelStanding = { ...there, state: 'dispatched', arrival: null };
const told = (state: ToldOfParcel['state'], arrivalAssumed = false): ToldOfParcel => ({
  state,
  arrivalAssumed,
});

test.each([
  ['it arrives', told('dispatched'), there, 'there'],
  ['it is taken for arrived', told('dispatched'), assumedThere, 'there'],
  ['a scan makes its arrival certain', told('arrived', true), there, 'there'],
  ['it stands as was told', told('arrived'), there, undefined],
  ['its last copy is processed', told('arrived'), { ...there, state: 'opened' as const }, undefined],
  ['its arrival is taken back', told('arrived'), away, 'onItsWayAgain'],
  ['it leaves', told('open'), away, undefined],
  ['its dispatch is taken back', told('dispatched'), { ...away, state: 'open' as const }, 'notLeft'],
  ['it is thrown away unused', told('open'), { ...away, state: 'discarded' as const }, undefined],
  ['it is given up', told('dispatched'), { ...away, state: 'lost' as const }, 'lost'],
])('news of a parcel: %s', (_, before, now, news) => {
  expect(parcelNews(before, tellsOf(now))).toBe(news);
});

test.each<[string, { arrivals: number; arrivalAssumed: boolean }, PackedCopyState, ParcelStanding, unknown]>([
  ['it has come', { arrivals: 0, arrivalAssumed: false }, 'arrived', there, 'arrived'],
  ['that was told', { arrivals: 1, arrivalAssumed: false }, 'arrived', there, undefined],
  ['only taken for granted so far', { arrivals: 1, arrivalAssumed: true }, 'arrived', there, 'arrived'],
  ['taken for granted again', { arrivals: 1, arrivalAssumed: true }, 'arrived', assumedThere, undefined],
  ['it is missing', { arrivals: 1, arrivalAssumed: false }, 'missing', there, 'notThere'],
  ['it was seen elsewhere since', { arrivals: 1, arrivalAssumed: false }, 'elsewhere', there, undefined],
  ['never told', { arrivals: 0, arrivalAssumed: false }, 'missing', there, undefined],
  [
    'on the way home',
    { arrivals: 0, arrivalAssumed: false },
    'arrived',
    { ...there, comesHome: true },
    undefined,
  ],
])('news of a copy: %s', (_, before, state, standing, news) => {
  expect(arrivalNews(before, { state, standing })).toBe(news);
});
