import { CopyIdSchema, catalogApi, readBarcodeOf, refuseMisread } from '@toshobin/contracts';
import {
  allow,
  calendarDate,
  type Decision,
  deadlineOn,
  defaultPolicy,
  refuse,
} from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { type Fake, fakeService } from '@toshobin/web/testing';
import { commandsOf } from './commands-given.ts';
import type { DeskWorld } from './desk-world.ts';
import { followedIn } from './followed-reservation.ts';
import {
  cancelledCopy,
  copyBefore,
  copyForUto,
  followedCopy,
  followedReservation,
  freeCopy,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  tarosCopy,
  tarosReservation,
} from './stand-ins.ts';
import type { World } from './world.ts';

/** What every copy here is called. */
export const namesOfCopy = {
  title: '坊っちゃん',
  author: '夏目漱石',
  shelfMark: '913.6 ナツ',
  supplementCount: 0,
};

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
  const { supplements: supplementCount } = world;
  const copy = { ...namesOfCopy, supplementCount };
  return allow({ ...answer, supplementCount, protectiveCover: true, copy });
}

function reservationOf(copy: string) {
  if (copy === freeCopy || copy === copyBefore) return null;
  if (copy === followedCopy) return followedReservation;
  return [tarosCopy, cancelledCopy].includes(copy) ? tarosReservation : hanakosReservation;
}

/** What is to be fetched. */
function pickRows() {
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
  return [
    { ...row, ...novel, ...ofNovel },
    { ...row, ...magazine, ...ofMagazine },
  ];
}

/** Scans, copies and reservations. */
export function fakeCatalog(world: World, heard: string[], desk: readonly Fake[]) {
  const scanned = (body: unknown, step: object) => scannedIn(world, body, step);
  const toShelf = { next: 'toShelf', shelfMark: '913.6 ナツ' };
  const handOver = {
    next: 'handOver',
    due: deadlineOn(calendarDate('2026-12-15')),
    dueToday: false,
    protectiveCover: false,
  };
  const fakes: Fake[] = [
    ...desk,
    ...commandsOf(world, 'catalog'),
    {
      operation: catalogApi.confirmPick,
      answer: ({ body }) => {
        const code = world.refused.get(catalogApi.confirmPick.path);
        if (code !== undefined) return refuse(code);
        const picked = scanned(body, world.returns ?? toShelf);
        if (!picked.ok) return picked;
        const before = world.pickedBefore ? { factId: world.pickedBefore, repeated: true } : {};
        const toFetch = pickRows().filter(({ barcode }) => barcode !== Object(body).barcode);
        return allow({ ...Object(picked.value), toFetch, ...before });
      },
    },
    {
      operation: catalogApi.notOnShelf,
      answer: ({ body }) =>
        scanned(body, {
          next: 'keepSearching',
          anotherCopy: [hanakosCopy, followedCopy].includes(Object(body).barcode),
        }),
    },
    {
      operation: catalogApi.processReturn,
      answer: ({ body }) => {
        const { barcode, fromParcel } = Object(body);
        if (world.inParcel.has(barcode)) {
          if (fromParcel === 'ask') return refuse('STILL_IN_PARCEL', { pickupLibrary: '宇土市立図書館' });
          heard.push(`came back ${fromParcel}`);
        }
        return scanned(body, world.returnsOf.get(barcode) ?? world.returns ?? toShelf);
      },
    },
    {
      operation: catalogApi.handIn,
      answer: ({ body }) => {
        const { barcode, asksIfHeld, bookDrop } = Object(body);
        if (asksIfHeld && !bookDrop && world.stillHeld.has(barcode)) {
          const at = barcode === hanakosCopyForUto ? '宇土市立図書館' : '県立図書館';
          return refuse('STILL_HELD', { pickupLibrary: at });
        }
        if (asksIfHeld && !bookDrop && world.heldNoMore.has(barcode)) return refuse('HELD_NO_MORE');
        world.stillHeld.delete(barcode);
        return scanned(body, world.returns ?? { next: 'sendHome', toPrefectural: false });
      },
    },
    {
      operation: catalogApi.handOut,
      answer: ({ body }) => {
        const { handedOver, by, reservationIds } = Object(body);
        if (reservationIds === null) return refuse('CARD_OF_NOBODY');
        heard.push(handedOver ? `handed over at ${by.library}` : 'hand out');
        const code = world.refused.get('/scans/hand-out');
        if (code !== undefined && !handedOver) {
          return refuse(code, { pickupLibrary: 'uto', holdUntil: '2026-11-30' });
        }
        const { wrongPerson, relabel } = world;
        const handsOver = handedOver
          ? { ...handOver, ...(wrongPerson && { wrongPerson }), relabel }
          : handOver;
        return world.handOutRefused ? refuse('DO_NOT_HAND_OUT') : scanned(body, handsOver);
      },
    },
    {
      operation: catalogApi.lendAtCounter,
      answer: ({ body }) => {
        const { barcode, overrideReason } = Object(body);
        heard.push(overrideReason === undefined ? 'lend' : `lend because ${overrideReason}`);
        if (barcode === tarosCopy && overrideReason === undefined) return refuse('RESERVED_FOR_OTHER');
        const code = world.refused.get(catalogApi.lendAtCounter.path);
        if (code !== undefined) return refuse(code);
        world.lentFor.set(String(barcode), String(Object(body).reservationId));
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
          reservationId: world.holdEnded,
          title: '坊っちゃん',
          shelfMark: '913.6 ナツ',
          holdNumber: atPrefectural ? 'A-0004' : 'A-0003',
          place: atPrefectural ? 'onHoldShelf' : 'atPickupLibrary',
          since: '2026-11-24T03:00:00Z',
          why: atPrefectural ? (world.holdEnded ? 'expired' : 'cancelled') : 'handedIn',
          claimed: !atPrefectural && world.saidReturned,
          awaited: atPrefectural && world.holdEnded === null,
        };
        const ofNobody = { ...row, barcode: freeCopy, copyId: '5', holdNumber: null, place: 'returning' };
        const rows = atPrefectural ? [row] : [row, ofNobody];
        return allow({ rows: world.nothingToSendHome ? [] : rows });
      },
    },
    { operation: catalogApi.pickList, answer: () => allow({ rows: pickRows() }) },
    {
      operation: catalogApi.waitingAtDesk,
      answer: ({ query }) => {
        const toFetch = pickRows().map(({ pickupLibrary, allocatedAt: since }) => ({
          pickupLibrary,
          copies: 1,
          since,
        }));
        const { rows: held } = catalogApi.heldCopies.answer.parse({ rows: world.held.get('pref') ?? [] });
        const ending = held.filter(
          ({ holdUntil }) => holdUntil && holdUntil.date <= Object(query).until,
        ).length;
        return allow({
          toFetch,
          held: { copies: held.length, since: held[0]?.since ?? null, ending },
          down: 1,
        });
      },
    },
    {
      operation: catalogApi.readReservation,
      answer: ({ params }) =>
        Object(params).reservationId === followedReservation ? allow(followedIn(world)) : refuse('NOT_FOUND'),
    },
    {
      operation: catalogApi.policyVersions,
      answer: () => {
        const by = { changedBy: 'operator', changedAt: '2026-11-20T03:00:00Z' };
        const before = { ...defaultPolicy, loanLimit: 8 };
        return allow({
          versions: [
            { version: 2, policy: defaultPolicy, ...by },
            { version: 1, policy: before, ...by, changedBy: 'load' },
          ],
        });
      },
    },
    {
      operation: catalogApi.readPolicy,
      answer: () => {
        const { phoneForOtherTitles } = world;
        return allow({ version: 2, policy: { ...defaultPolicy, phoneForOtherTitles } });
      },
    },
    {
      operation: catalogApi.changePolicy,
      answer: ({ body }) => {
        const { policy, basedOnVersion } = Object(body);
        heard.push(`policy ${policy.loanPeriod}`);
        return allow({ version: basedOnVersion + 1, policy });
      },
    },
    {
      operation: catalogApi.shelfMarksOfTitles,
      answer: ({ query }) => {
        const [recordId] = String(Object(query).recordIds).split(',');
        return allow({ rows: [{ recordId, shelfMarks: ['051 レイ', '書庫 051 レイ'] }] });
      },
    },
    {
      operation: catalogApi.titlesOfCopies,
      answer: ({ query }) => {
        const barcodes = String(Object(query).barcodes).split(',');
        return allow({
          rows: barcodes.map((barcode) => ({
            ...{ barcode, ...namesOfCopy, place: world.place },
            supplementCount: barcode === copyForUto ? 2 : 0,
            toReturn: barcode === cancelledCopy ? world.endedAs : null,
          })),
        });
      },
    },
    {
      operation: catalogApi.readCopy,
      answer: ({ params }) => {
        const { barcode } = Object(params);
        const reading = readBarcodeOf('copy', String(barcode));
        if (!reading.ok) return refuse('BARCODE_NOT_OURS');
        const code = world.refused.get(catalogApi.readCopy.path);
        if (code !== undefined) return refuse(code);
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
          reservationId: world.lentFor.get(reading.number) ?? reservationOf(reading.number),
          wentFor: reading.number === copyBefore ? followedReservation : null,
          allocation: world.allocation,
          pickupLibrary: reading.number === hanakosCopyForUto ? 'uto' : 'pref',
          due: world.place === 'onLoan' ? deadlineOn(calendarDate('2026-12-28')) : null,
          toReturn: reading.number === cancelledCopy ? 'cancelled' : null,
          stillHeld: world.stillHeld.has(reading.number),
        });
      },
    },
  ];
  return fakeService('catalog', fakes, () => world.away.includes('catalog'));
}
