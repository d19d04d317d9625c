import {
  CopyIdSchema,
  catalogApi,
  LibraryCodeSchema,
  makeBarcode,
  ParcelNumberSchema,
  patronApi,
  ReservationIdSchema,
  readBarcodeOf,
  refuseMisread,
  shippingApi,
} from '@toshobin/contracts';
import {
  allow,
  calendarDate,
  type Decision,
  deadlineOn,
  defaultPolicy,
  refuse,
} from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { fakeService } from '@toshobin/web/testing';
import type { ReservationProcess } from '@toshobin/wishes';
import type { Processes } from '../processes/reach-processes.ts';
import type { StuckProcess } from '../processes/stuck-processes.ts';
import { type CommandWorld, commandsOf } from './commands-given.ts';
import { type DeskWorld, deskServices } from './desk-services.ts';
import { lateParcel, lostParcel, nextParcel, oldParcel, packedParcel } from './shipping-desk.ts';

/** 花子 shows this card; 太郎's copy is held for somebody else. */
export const hanakosCard = makeBarcode('card', 12);
export const hanakosCopy = makeBarcode('copy', 1);
/** On its shelf, nobody's. */
export const freeCopy = makeBarcode('copy', 8);
export const tarosCopy = makeBarcode('copy', 2);
/** 花子's other copy, to be fetched at the library in 宇土. */
export const hanakosCopyForUto = makeBarcode('copy', 3);
/** Its reservation was cancelled after it had been fetched. */
export const cancelledCopy = makeBarcode('copy', 4);
/** On its way to the library in 宇土 in the lost parcel, for the reservation below. */
export const followedCopy = makeBarcode('copy', 22);
/** The first copy was not on its shelf. */
export const followedReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009');
export const hanakosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001');
const tarosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002');
/** Waits for a parcel to the library in 宇土. */
export const copyForUto = makeBarcode('copy', 20);
/** With it a parcel to 菊陽 goes beyond the Yu-Mail guide. */
export const thirdCopy = makeBarcode('copy', 21);
export const utosParcel = makeBarcode('parcel', 1);
export const kikuyosParcel = makeBarcode('parcel', 2);
/** On the packing desk, for the library in 宇土. */
export const outwardParcel = makeBarcode('parcel', 3);

/** What the next calls find. */
export type World = {
  processesAway: boolean;
  stuckProcesses: StuckProcess[];
  kafkaAway: boolean;
  atLoanLimit: boolean;
  handOutRefused: boolean;
  claimedBefore: boolean;
  /** 宇土 has said whether it has the copy that it was asked about. */
  shelfAnswered: boolean;
  /** Where the followed reservation stands in its queue. */
  followedEntry: 'allocated' | 'closed';
  /** Its copy is on loan, or said to have been returned. */
  followedLoan: 'none' | 'lent' | 'claimed';
} & DeskWorld &
  CommandWorld;

/** A process that does what it is asked, and notes it. */
export function processIn(heard: string[]): ReservationProcess {
  const note = async <T>(wish: string, value: T): Promise<Decision<T>> => {
    heard.push(wish);
    return allow(value);
  };
  const due = deadlineOn(calendarDate('2026-12-22'));
  return {
    admit: async ({ channel }) => {
      heard.push(`admit ${channel}`);
      return { admitted: true, position: 1, ready: false };
    },
    cancel: ({ input }) => note(`cancel by ${input.by} ${input.reason ?? ''}`.trim(), { cancelled: true }),
    extend: () => note('extend', due),
    changePickup: ({ input }) =>
      note(`change to ${input.pickupLibrary}`, { pickupLibrary: input.pickupLibrary }),
    suspend: ({ input }) => note('suspend', { until: input.until }),
    resume: () => note('resume', { position: 1 }),
    declarePickedUp: () => note('picked up', { due }),
  };
}

/** The processes as the desk reaches them. */
export function processesOf(world: World, heard: string[]): Processes {
  return {
    isUp: async () => !world.processesAway,
    stuck: async () => (world.processesAway ? 'away' : world.stuckProcesses),
    lookAgain: async ({ reservationId }) => {
      heard.push(`look again ${reservationId}`);
      return reservationId === tarosReservation ? 'closed' : 'delivered';
    },
  };
}

function scannedIn(world: DeskWorld, body: unknown, step: object): Decision<unknown> {
  const { barcode, factId, occurredAt } = Object(body);
  world.scannedAt = occurredAt;
  world.facts.push(String(factId));
  if (world.lostAnswers > 0) {
    world.lostAnswers -= 1;
    throw new ServiceFault('catalog', 'could not be reached');
  }
  const reading = readBarcodeOf('copy', String(barcode));
  if (!reading.ok) return refuseMisread(reading);
  const answer = { factId, copyId: CopyIdSchema.parse('1'), repeated: false, step };
  return allow({ ...answer, supplementCount: 0, protectiveCover: true });
}

const fact = (n: number, kind: string, occurredAt: string) => ({
  factId: `6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f070${n}`,
  kind,
  copyId: '1',
  reservationId: followedReservation,
  allocation: 2,
  leg: 'outward',
  place: 'pref',
  occurredAt,
  recordedAt: occurredAt,
});
const followed = {
  reservationId: followedReservation,
  pickupLibrary: 'uto',
  barcode: followedCopy,
  allocation: 2,
  due: deadlineOn(calendarDate('2099-12-15')),
  facts: [
    fact(1, 'picked', '2026-11-23T02:19:00Z'),
    fact(2, 'packed', '2026-11-23T02:26:00Z'),
    fact(3, 'shipped', '2026-11-23T05:05:00Z'),
  ],
  scans: [{ factId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0701', account: 'desk', reason: null }],
  ended: [{ barcode: makeBarcode('copy', 9), endedAt: '2026-11-22T07:02:00Z', ending: 'notOnShelf' }],
};

const claimFact = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0705';

function loanIn({ followedLoan }: World) {
  if (followedLoan === 'none') return {};
  const lent = [...followed.facts, fact(4, 'handedOut', '2026-11-26T02:00:00Z')];
  if (followedLoan === 'lent') return { facts: lent };
  const claimed = { ...fact(5, 'handedIn', '2026-12-20T02:00:00Z'), leg: 'return' };
  const scan = { factId: claimFact, account: 'desk', reason: '電話' };
  return { facts: [...lent, claimed], scans: [...followed.scans, scan] };
}

function reservationOf(copy: string) {
  if (copy === freeCopy) return null;
  if (copy === followedCopy) return followedReservation;
  return [tarosCopy, cancelledCopy].includes(copy) ? tarosReservation : hanakosReservation;
}

/** The three services in the same process, as small as the pages need them. */
export function fakeServices(world: World, heard: string[]) {
  const desk = deskServices(world, heard);
  const scanned = (body: unknown, step: object) => scannedIn(world, body, step);
  const toShelf = { next: 'toShelf', shelfMark: '913.6 ナツ' };
  const handOver = {
    next: 'handOver',
    due: deadlineOn(calendarDate('2026-12-15')),
    dueToday: false,
    protectiveCover: false,
  };
  const catalog = fakeService('catalog', [
    ...desk.catalog,
    ...commandsOf(world, 'catalog'),
    { operation: catalogApi.confirmPick, answer: ({ body }) => scanned(body, toShelf) },
    {
      operation: catalogApi.notOnShelf,
      answer: ({ body }) =>
        scanned(body, {
          next: 'keepSearching',
          anotherCopy: [hanakosCopy, followedCopy].includes(Object(body).barcode),
        }),
    },
    { operation: catalogApi.processReturn, answer: ({ body }) => scanned(body, toShelf) },
    {
      operation: catalogApi.handIn,
      answer: ({ body }) => {
        world.stillHeld.delete(Object(body).barcode);
        return scanned(body, { next: 'sendHome', toPrefectural: false });
      },
    },
    {
      operation: catalogApi.handOut,
      answer: ({ body }) => {
        const { handedOver, by } = Object(body);
        heard.push(handedOver ? `handed over at ${by.library}` : 'hand out');
        const code = world.refused.get('/scans/hand-out');
        if (code !== undefined && !handedOver) {
          return refuse(code, { pickupLibrary: 'uto', holdUntil: '2026-11-30' });
        }
        return world.handOutRefused ? refuse('DO_NOT_HAND_OUT') : scanned(body, handOver);
      },
    },
    {
      operation: catalogApi.lendAtCounter,
      answer: ({ body }) => {
        const { barcode, overrideReason } = Object(body);
        heard.push(overrideReason === undefined ? 'lend' : `lend because ${overrideReason}`);
        if (barcode === tarosCopy && overrideReason === undefined) return refuse('RESERVED_FOR_OTHER');
        return scanned(body, handOver);
      },
    },
    {
      operation: catalogApi.copiesToReturn,
      answer: ({ query }) => {
        const atPrefectural = Object(query).library === 'pref';
        const row = {
          barcode: atPrefectural ? cancelledCopy : hanakosCopyForUto,
          copyId: '4',
          shelfMark: '913.6 ナツ',
          holdNumber: atPrefectural ? 'A-0004' : 'A-0003',
          place: atPrefectural ? 'onHoldShelf' : 'atPickupLibrary',
          since: '2026-11-24T03:00:00Z',
          why: atPrefectural ? 'cancelled' : 'expired',
        };
        return allow({ rows: [row] });
      },
    },
    {
      operation: catalogApi.pickList,
      answer: () => {
        const row = { allocation: 1, reservationId: hanakosReservation, allocatedAt: '2026-11-24T03:00:00Z' };
        const novel = { copyId: '1', barcode: hanakosCopy, shelfMark: '913/ナ', title: '坊っちゃん' };
        const magazine = { copyId: '2', barcode: freeCopy, shelfMark: 'P/シ', title: '週刊例誌' };
        const ofNovel = {
          pickupLibrary: 'uto',
          holdNumber: 'A-0001',
          protectiveCover: false,
          supplementCount: 1,
        };
        const ofMagazine = {
          pickupLibrary: 'pref',
          holdNumber: 'A-0002',
          protectiveCover: true,
          supplementCount: 0,
        };
        return allow({
          rows: [
            { ...row, ...novel, ...ofNovel },
            { ...row, ...magazine, ...ofMagazine },
          ],
        });
      },
    },
    {
      operation: catalogApi.readReservation,
      answer: ({ params }) =>
        Object(params).reservationId === followedReservation
          ? allow({ ...followed, ...loanIn(world), entry: world.followedEntry })
          : refuse('NOT_FOUND'),
    },
    { operation: catalogApi.readPolicy, answer: () => allow({ version: 1, policy: defaultPolicy }) },
    {
      operation: catalogApi.changePolicy,
      answer: ({ body }) => {
        const { policy, basedOnVersion } = Object(body);
        heard.push(`policy ${policy.loanPeriod}`);
        return allow({ version: basedOnVersion + 1, policy });
      },
    },
    {
      operation: catalogApi.titlesOfCopies,
      answer: ({ query }) => {
        const barcodes = String(Object(query).barcodes).split(',');
        return allow({ rows: barcodes.map((barcode) => ({ barcode, title: '坊っちゃん' })) });
      },
    },
    {
      operation: catalogApi.readCopy,
      answer: ({ params }) => {
        const { barcode } = Object(params);
        const reading = readBarcodeOf('copy', String(barcode));
        if (!reading.ok) return refuse('BARCODE_NOT_OURS');
        return allow({
          copyId: '1',
          recordId: '1',
          barcode: reading.number,
          shelfMark: '913.6 ナツ',
          title: '坊っちゃん',
          place: world.place,
          condition: world.condition,
          weightGrams: 300,
          thicknessMm: 15,
          protectiveCover: false,
          supplementCount: 0,
          reservationId: reservationOf(reading.number),
          allocation: 1,
          pickupLibrary: reading.number === hanakosCopyForUto ? 'uto' : 'pref',
          due: null,
          toReturn: reading.number === cancelledCopy ? 'cancelled' : null,
          stillHeld: world.stillHeld.has(reading.number),
        });
      },
    },
  ]);
  const patron = fakeService('patron', [
    ...desk.patron,
    ...commandsOf(world, 'patron'),
    {
      operation: patronApi.resolveCard,
      answer: ({ body }) => {
        const { cardNumber } = Object(body);
        const reading = readBarcodeOf('card', String(cardNumber));
        // A release of the prefectural desk stands for the card, in 宇土 alone.
        const released = cardNumber === '40404040' && Object(body).library === 'uto';
        if (!released && (!reading.ok || reading.number !== hanakosCard)) return refuse('NOT_FOUND');
        const reservation = {
          reservationId: hanakosReservation,
          reservationNumber: 'R-1',
          state: 'ready',
          pickupLibrary: 'pref',
        };
        const [cardLast4, cardStatus] = [hanakosCard.slice(-4), 'valid'];
        const card = { cardLast4, cardStatus, expiresOn: '2028-03-31' };
        return allow({ ...card, reservations: [reservation], loans: 0, loanLimit: 10 });
      },
    },
    {
      operation: patronApi.openCounterLoan,
      answer: ({ body }) => {
        const { reservationId, overrideReason } = Object(body);
        heard.push(overrideReason === undefined ? 'open loan' : `open loan because ${overrideReason}`);
        if (world.atLoanLimit && overrideReason === undefined) return refuse('LOAN_LIMIT');
        return allow({ reservationId, made: true });
      },
    },
    {
      operation: patronApi.releaseCounterLoan,
      answer: () => {
        heard.push('release loan');
        return allow({ released: true });
      },
    },
    {
      operation: patronApi.claimLoan,
      answer: () => {
        heard.push('claim');
        return world.atLoanLimit ? refuse('LOAN_LIMIT') : allow({ slot: 1, made: !world.claimedBefore });
      },
    },
    {
      operation: patronApi.releaseLoanClaim,
      answer: () => {
        heard.push('release');
        return allow({ released: true });
      },
    },
  ]);
  const parcel = (parcelNumber: string) => ({
    parcelNumber: ParcelNumberSchema.parse(parcelNumber),
    direction: [outwardParcel, packedParcel, nextParcel].includes(parcelNumber) ? 'outward' : 'return',
    library: LibraryCodeSchema.parse(parcelNumber === utosParcel ? 'uto' : 'kikuyo'),
    state: 'open',
    mode: 'yuMail',
    modeReason: '目安のうち',
    trackingNumber: null,
    plannedDispatchDay: '2026-11-26',
    dispatchedAt: null,
    expectedDate: null,
    lines: [],
    offer: 'none',
    postageYen: null,
  });
  const line = {
    copyId: '1',
    barcode: hanakosCopy,
    holdNumber: 'A-0001',
    weightGrams: 300,
    thicknessMm: 15,
    protectiveCover: false,
    supplementCount: 0,
    arrived: false,
    missing: false,
  };
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
  });
  // Two outward parcels are open, one of them empty.
  const parcelsIn = (of: { state?: string; direction?: string; library?: string }) =>
    of.state === 'open' && of.direction === 'outward' && of.library !== 'uto'
      ? [parcel(outwardParcel), { ...parcel(packedParcel), lines: [line] }]
      : [];
  const shipping = fakeService('shipping', [
    ...desk.shipping,
    ...commandsOf(world, 'shipping'),
    { operation: shippingApi.packingList, answer: () => allow({ rows: [waiting(copyForUto, 'uto')] }) },
    {
      operation: shippingApi.parcelsOfCopy,
      answer: () => {
        const left = { direction: 'outward', library: 'uto', state: 'dispatched' };
        const own = { ...line, barcode: followedCopy, holdNumber: 'A-0002' };
        const next = { ...own, holdNumber: 'A-0003' };
        // It has gone out to another reader since.
        return allow({
          parcels: [
            { ...parcel(nextParcel), ...left, lines: [next] },
            { ...parcel(lostParcel), ...left, expectedDate: '2026-11-25', lines: [own] },
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
              yuPack: { yen: [820], dispatchDay: '2026-11-25', expectedDate: '2026-11-26' },
              nextParcel: { yen: [320, 230], dispatchDay: '2026-11-26', expectedDate: '2026-11-30' },
            })
          : refuse('NOT_FOUND'),
    },
    {
      operation: shippingApi.listParcels,
      answer: ({ query }) => {
        // Late are more than are listed without asking for them.
        const late = { ...parcel(lateParcel), state: 'dispatched', expectedDate: '2026-11-20' };
        const isLate = Object(query).expectedBefore !== undefined;
        return allow({ parcels: isLate ? [late] : parcelsIn(Object(query)) });
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
        const { parcelNumber } = Object(params);
        const dispatchedAt = '2026-11-26T05:00:00Z';
        const left = {
          direction: 'outward',
          library: 'uto',
          state: 'dispatched',
          dispatchedAt,
          lines: [line],
        };
        const before = { ...left, state: 'arrived', lines: [{ ...line, holdNumber: 'A-0000' }] };
        const open = parcelNumber === packedParcel ? { lines: [line] } : {};
        const more = parcelNumber === lostParcel ? left : parcelNumber === oldParcel ? before : open;
        return allow({ ...parcel(parcelNumber), ...more });
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
  ]);
  const workflows = fakeService('workflows', commandsOf(world, 'workflows'));
  return { catalog, patron, shipping, workflows };
}
