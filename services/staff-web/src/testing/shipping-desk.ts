import { makeBarcode, ParcelNumberSchema, shippingApi } from '@toshobin/contracts';
import {
  allow,
  calendarDate,
  calendarOf,
  noClosingRules,
  type OpeningCalendar,
  refuse,
} from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import type { DeskWorld } from './desk-world.ts';

export const closureId = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0300';
/** An outward parcel on the packing desk that goes by Yu-Pack. */
export const heavyParcel = makeBarcode('parcel', 13);
/** Another outward parcel on the packing desk, with a copy in it. */
export const packedParcel = makeBarcode('parcel', 4);
/** Packed for the run of another day. */
export const laterParcel = makeBarcode('parcel', 15);
/** Sent to the library in 宇土, and not seen since. */
export const lostParcel = makeBarcode('parcel', 9);
/** Went to 宇土 long ago; its copy has another reader now. */
export const oldParcel = makeBarcode('parcel', 11);
/** Past the day on which it was expected. */
export const lateParcel = makeBarcode('parcel', 12);
/** The next one that is opened. */
export const nextParcel = makeBarcode('parcel', 10);

/** A copy in a parcel, as it was packed. */
export const linePacked = {
  copyId: '1',
  barcode: makeBarcode('copy', 1),
  holdNumber: 'A-0001',
  weightGrams: 300,
  thicknessMm: 15,
  protectiveCover: false,
  supplementCount: 0,
  arrived: false,
  missing: false,
};

/** An operation that does as it is asked: what it notes, and what it answers. */
export type Does = (operation: Fake['operation'], word: string, value: object) => Fake;

/** What the prefectural desk does with parcels and libraries. */
export function shippingDesk(
  does: Does,
  heard: string[],
  world: Pick<DeskWorld, 'dispatched' | 'closures'>,
): Fake[] {
  const monday = { closedWeekdays: [1], closedDates: [], closures: [] };
  const library = (code: string, name: string, calendar: OpeningCalendar = monday) => ({
    code,
    name,
    reading: name,
    region: code === 'pref' ? null : '例地域',
    order: 1,
    phone: '096-000-0001',
    arrival: 'scan',
    calendar,
    pausedFrom: null,
    reopens: null,
  });
  const uto = library('uto', '宇土市立図書館');
  const twoDays = { from: calendarDate('2026-12-10'), until: calendarDate('2026-12-11') };
  const yearEnd = { ...noClosingRules, closedWeekdays: [1], yearlyDays: ['12-28/01-04'] };
  const kikuyo = library(
    'kikuyo',
    '菊陽町図書館',
    calendarOf(yearEnd, [twoDays], { years: [2026], holidays: [] }),
  );
  const everyYear = { from: '2027-03-28', until: '2027-03-31' };
  const calendar = {
    weekdays: [1, 4],
    cutOff: '14:00',
    calendar: { closedWeekdays: [6, 7], closedDates: [], closures: [] },
    noDispatch: [{ from: '2026-12-28', until: '2027-01-04' }, everyYear],
  };
  const line = { ...linePacked, missing: true };
  const parcel = {
    parcelNumber: ParcelNumberSchema.parse(lostParcel),
    direction: 'outward',
    library: 'uto',
    state: 'dispatched',
    mode: 'yuMail',
    modeReason: 'withinYuMailGuide',
    trackingNumber: null,
    plannedDispatchDay: '2026-11-23',
    openedAt: '2026-11-23T01:00:00Z',
    dispatchedAt: '2026-11-23T05:00:00Z',
    expectedDate: '2026-11-25',
    lines: [line],
    offer: 'none',
    postageYen: 300,
  };
  const board = {
    today: '2026-12-07',
    cutOff: '2026-12-07T05:00:00Z',
    nextDispatchDay: '2026-12-07',
    noDispatch: [{ from: '2026-12-28', until: '2027-01-04' }],
    leaving: [
      { library: 'uto', day: '2026-12-07', waits: false },
      { library: 'kikuyo', day: '2026-12-14', waits: true },
    ],
    open: [
      {
        ...{ ...parcel, parcelNumber: packedParcel, state: 'open', plannedDispatchDay: '2026-12-07' },
        lines: [{ ...line, missing: false }],
      },
      // One library has two that go by Yu-Pack.
      ...[heavyParcel, nextParcel].map((parcelNumber) => ({
        ...{ ...parcel, parcelNumber, state: 'open', mode: 'yuPack', plannedDispatchDay: '2026-12-07' },
        ...{ lines: [linePacked], postageYen: 820 },
      })),
    ],
    left: [parcel],
    cheaper: [
      {
        library: 'uto',
        parcels: 1,
        yen: 820,
        instead: 'severalYuMail',
        insteadParcels: 2,
        insteadYen: 620,
      },
    ],
  };
  const sent = does(shippingApi.dispatch, 'dispatch', parcel);
  const takenBack = does(shippingApi.takeBackClosure, 'take back', { closureId });
  return [
    {
      operation: shippingApi.libraries,
      answer: () =>
        allow({
          prefectural: library('pref', '県立図書館'),
          regions: [{ name: '例地域', libraries: [uto, kikuyo] }],
          nextDispatchDay: '2026-11-26',
          dispatchDaysAWeek: 2,
        }),
    },
    {
      operation: shippingApi.closures,
      answer: () => {
        const days = { from: '2026-12-10', until: '2026-12-12' };
        return allow({
          closures: world.closures.map(({ refused: _, ...closure }) => ({ ...closure, ...days })),
        });
      },
    },
    {
      operation: shippingApi.dispatchCalendar,
      answer: () => allow({ ...calendar, everyYear: [{ kind: 'noDispatch', ...everyYear }] }),
    },
    {
      operation: shippingApi.parcelStatistics,
      answer: () =>
        allow({
          rows: [
            { month: '2026-10', library: 'uto', mode: 'yuMail', parcels: 20, yen: 6400 },
            { month: '2026-11', library: 'uto', mode: 'yuPack', parcels: 6, yen: 4920 },
          ],
        }),
    },
    {
      operation: shippingApi.closurePreview,
      answer: () =>
        allow({
          parcels: [{ before: '2026-12-10', after: '2026-12-14', count: 1 }],
          waiting: 2,
          inTransit: 1,
        }),
    },
    does(shippingApi.enterClosure, 'closure', { closureId }),
    {
      operation: shippingApi.takeBackClosure,
      answer: (asked) => {
        const closure = world.closures.find((one) => one.closureId === Object(asked.params).closureId);
        if (closure === undefined) return refuse('NOT_FOUND');
        return closure.refused ? refuse(closure.refused) : takenBack.answer(asked);
      },
    },
    does(shippingApi.pausePickup, 'pause', uto),
    {
      operation: shippingApi.places,
      answer: () =>
        allow({
          places: ['pref', 'uto'].map((library, n) => ({
            library,
            place: {
              address: { postcode: `000-000${n}`, lines: [`例県例市例町${n + 1}番地`] },
              hours: { weekdays: '09:30-18:00', weekends: null },
              location: { latitude: 32.7, longitude: 130.7 },
              guidance: '',
            },
          })),
          holidays: [],
        }),
    },
    {
      operation: shippingApi.changeLibrary,
      answer: ({ body }) => {
        const { place, by } = Object(body);
        // Left out, it stays as it is.
        const to = place ? ` to ${place.address.postcode} ${place.address.lines.join('/')}` : '';
        if (place?.location) heard.push(JSON.stringify(place.location));
        heard.push(`change library${to} ${by.account}@${by.library}`);
        return allow(uto);
      },
    },
    does(shippingApi.pauseDispatch, 'pause dispatch', calendar),
    does(shippingApi.takeBackDispatchPause, 'dispatch again', calendar),
    does(shippingApi.changeDispatch, 'change dispatch', { ...calendar, weekdays: [2, 5], cutOff: '15:30' }),
    ...[shippingApi.dispatchPreview, shippingApi.pausePreview, shippingApi.closingDaysPreview].map(
      (operation) => ({
        operation,
        answer: () =>
          allow({
            moves: [{ what: 'parcel', before: '2026-11-26', after: '2026-11-27', count: 3 }],
            unmoved: 2,
            leaving: [{ library: 'uto', before: '2026-11-26', after: '2026-11-27' }],
          }),
      }),
    ),
    does(shippingApi.reportContents, 'contents', parcel),
    does(shippingApi.returnedByPost, 'returned', parcel),
    does(shippingApi.parcelLost, 'parcel lost', parcel),
    does(shippingApi.discardParcel, 'discard', { ...parcel, state: 'discarded' }),
    does(shippingApi.receiveParcel, 'arrival', { ...parcel, state: 'arrived' }),
    does(shippingApi.takeBackArrival, 'not arrived', parcel),
    does(shippingApi.takeBackDispatch, 'not dispatched', { ...parcel, state: 'open' }),
    does(shippingApi.unpack, 'unpack', parcel),
    does(shippingApi.openParcel, 'open', {
      ...parcel,
      parcelNumber: nextParcel,
      state: 'open',
    }),
    {
      ...sent,
      answer: (asked) => {
        world.dispatched.push(String(Object(asked.body).factId));
        return sent.answer(asked);
      },
    },
    { operation: shippingApi.dispatchBoard, answer: () => allow(board) },
    does(shippingApi.postage, 'postage', {
      rates: { validFrom: '2024-10-01', source: '例' },
      rows: [{ library: 'uto', mode: 'yuMail', parcels: 2, copies: 3, yen: 600, unknown: 1 }],
      totalYen: 600,
    }),
  ];
}
