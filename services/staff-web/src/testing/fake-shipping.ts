import { LibraryCodeSchema, ParcelNumberSchema, shippingApi } from '@toshobin/contracts';
import { allow, dayOf, instantFromDate, refuse } from '@toshobin/lending-rules';
import { type Fake, fakeService } from '@toshobin/web/testing';
import { commandsOf } from './commands-given.ts';
import {
  heavyParcel,
  lateParcel,
  laterParcel,
  linePacked,
  lostParcel,
  nextParcel,
  oldParcel,
  packedParcel,
} from './shipping-desk.ts';
import {
  copyForUto,
  followedCopy,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  outwardParcel,
  thirdCopy,
  utosParcel,
} from './stand-ins.ts';
import type { World } from './world.ts';

/** Parcels, the packing list and what a branch is asked. */
export function fakeShipping(world: World, heard: string[], desk: readonly Fake[]) {
  const parcel = (parcelNumber: string) => ({
    parcelNumber: ParcelNumberSchema.parse(parcelNumber),
    direction: [outwardParcel, packedParcel, heavyParcel, laterParcel, nextParcel].includes(parcelNumber)
      ? 'outward'
      : 'return',
    library: LibraryCodeSchema.parse(parcelNumber === utosParcel ? 'uto' : 'kikuyo'),
    state: 'open',
    mode: 'yuMail',
    modeReason: '目安のうち',
    trackingNumber: null,
    plannedDispatchDay: '2026-11-26',
    openedAt: '2026-11-23T01:00:00Z',
    dispatchedAt: null,
    expectedDate: null,
    lines: [],
    offer: 'none',
    postageYen: null,
  });
  const waiting = (barcode: string, pickupLibrary: string) => ({
    reservationId: hanakosReservation,
    allocation: 1,
    copyId: '9',
    barcode,
    holdNumber: 'A-0009',
    pickupLibrary,
    weightGrams: 300,
    thicknessMm: 17,
    protectiveCover: false,
    plannedDispatchDay: '2026-11-26',
    since: '2026-11-24T01:00:00Z',
  });
  // Two outward parcels are open, one of them empty.
  const parcelsIn = (of: { state?: string; direction?: string; library?: string }) => {
    // One is on its way out, and one back.
    if (of.state === 'dispatched' && of.library === undefined) {
      const [number, library] = of.direction === 'return' ? [utosParcel, 'uto'] : [lostParcel, 'kikuyo'];
      const sent = { state: 'dispatched', dispatchedAt: '2026-11-26T05:00:00Z', expectedDate: '2026-11-28' };
      return [
        { ...parcel(number), ...sent, library, direction: of.direction, lines: [linePacked, linePacked] },
      ];
    }
    if (of.state !== 'open') return [];
    if (of.direction === 'return') return of.library === 'uto' ? [parcel(utosParcel)] : [];
    return of.direction === 'outward' && of.library !== 'uto'
      ? [parcel(outwardParcel), { ...parcel(packedParcel), lines: [linePacked] }]
      : [];
  };
  const packingList = {
    rows: [waiting(copyForUto, 'uto')],
    proposals: [
      {
        library: 'uto',
        parcels: [{ mode: 'yuMail', yen: 320, barcodes: [copyForUto] }],
        yen: 320,
        instead: { parcels: 1, mode: 'yuPack', yen: 820 },
      },
    ],
  };
  const fakes: Fake[] = [
    ...desk,
    ...commandsOf(world, 'shipping'),
    { operation: shippingApi.packingList, answer: () => allow(packingList) },

    {
      operation: shippingApi.parcelsOfCopy,
      answer: () => {
        const left = { direction: 'outward', library: 'uto', state: 'dispatched' };
        const own = { ...linePacked, barcode: followedCopy, holdNumber: 'A-0002' };
        const next = { ...own, holdNumber: 'A-0003' };
        // It has gone out to another reader since.
        return allow({
          parcels: [
            { ...parcel(nextParcel), ...left, lines: [next], ...world.parcelRead },
            { ...parcel(lostParcel), ...left, expectedDate: '2026-11-25', lines: [own] },
          ],
          scannedBy: [
            { factId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0702', account: 'packer' },
            { factId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0708', account: 'poster' },
          ],
        });
      },
    },
    {
      operation: shippingApi.parcelWithCopy,
      answer: ({ params }) =>
        Object(params).barcode === thirdCopy
          ? allow({
              copy: waiting(thirdCopy, 'kikuyo'),
              goesBeyond: true,
              guide: { items: 2, grams: 1000, millimetres: 30 },
              yuPack: { mode: 'yuPack', yen: [820], dispatchDay: '2026-11-25', expectedDate: '2026-11-26' },
              nextParcel: {
                mode: 'yuMail',
                yen: [320, 230],
                dispatchDay: '2026-11-26',
                expectedDate: '2026-11-30',
              },
            })
          : refuse('NOT_FOUND'),
    },
    {
      operation: shippingApi.listParcels,
      answer: ({ query }) => {
        // Late are more than are listed without asking for them.
        const late = {
          ...parcel(lateParcel),
          lines: [linePacked],
          state: 'dispatched',
          expectedDate: '2026-11-20',
        };
        const { trackingNumber } = Object(query);
        const found = trackingNumber === '400000000002' ? [parcel(lostParcel)] : [];
        if (trackingNumber !== undefined) return allow({ parcels: found });
        const isLate = Object(query).expectedBefore !== undefined;
        return allow({ parcels: isLate ? [late] : parcelsIn(Object(query)) });
      },
    },
    {
      operation: shippingApi.parcelsOnTheWay,
      answer: () => {
        const none = { parcels: 0, copies: 0, since: null, late: 0, due: 0, named: [] };
        const named = { parcelNumber: lateParcel, library: 'uto', copies: 1 };
        const late = { ...named, dispatchedAt: null, expectedDate: '2026-11-20' };
        const outward = { ...none, parcels: 2, copies: 2, late: 1, due: 1, named: [late] };
        return allow({ outward, back: none, home: { parcels: 0, since: null } });
      },
    },
    {
      operation: shippingApi.shelfChecks,
      answer: ({ query }) => {
        const check = { reservationId: hanakosReservation, allocation: 1, barcode: hanakosCopyForUto };
        const asked = { ...check, holdNumber: 'A-0003', askedAt: '2026-11-24T03:00:00Z' };
        const isOpen = Object(query).library === 'uto' && !world.shelfAnswered;
        return allow({ checks: isOpen ? [asked] : [] });
      },
    },
    {
      operation: shippingApi.answerShelfCheck,
      answer: ({ body }) => {
        const { answer, by } = Object(body);
        if (by.library !== 'uto') return refuse('NOT_FOUND');
        world.shelfAnswered = true;
        heard.push(`${answer} ${by.account}@${by.library}`);
        return allow({ answer });
      },
    },
    {
      operation: shippingApi.readParcel,
      answer: ({ params }) => {
        const code = world.refused.get(shippingApi.readParcel.path);
        if (code !== undefined) return refuse(code);
        const { parcelNumber } = Object(params);
        const dispatchedAt = '2026-11-26T05:00:00Z';
        const left = {
          direction: 'outward',
          library: 'uto',
          state: 'dispatched',
          dispatchedAt,
          lines: [linePacked],
        };
        const before = { ...left, state: 'arrived', lines: [{ ...linePacked, holdNumber: 'A-0000' }] };
        const heavy = parcelNumber === heavyParcel ? { mode: 'yuPack' } : {};
        const today = dayOf(instantFromDate(new Date()));
        const run = parcelNumber === packedParcel ? { plannedDispatchDay: today } : {};
        const packed = [packedParcel, heavyParcel, laterParcel].includes(parcelNumber);
        const open = packed ? { ...heavy, ...run, lines: [linePacked] } : {};
        const more = parcelNumber === lostParcel ? left : parcelNumber === oldParcel ? before : open;
        const givenUp = parcelNumber === laterParcel ? { givenUp: [thirdCopy] } : {};
        return allow({ ...parcel(parcelNumber), ...more, ...givenUp, ...world.parcelRead });
      },
    },
    {
      operation: shippingApi.pack,
      answer: ({ params, body }) => {
        const { parcelNumber } = Object(params);
        const { barcode, by } = Object(body);
        heard.push(`pack ${barcode} into ${parcelNumber} ${by.account}@${by.library}`);
        if (barcode === copyForUto && parcelNumber !== nextParcel) {
          return refuse('PARCEL_OTHER_LIBRARY', { pickupLibrary: '宇土市立図書館' });
        }
        const offTheList = parcelNumber === outwardParcel && ![hanakosCopy, thirdCopy].includes(barcode);
        return offTheList ? refuse('STATE_CHANGED') : allow(parcel(parcelNumber));
      },
    },
  ];
  return fakeService('shipping', fakes, () => world.away.includes('shipping'));
}
