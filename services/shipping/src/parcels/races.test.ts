import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Allocation, makeBarcode } from '@toshobin/contracts';
import { racePairs } from '@toshobin/database/testing';
import { allow, type Decision } from '@toshobin/lending-rules';
import { readPackingList } from '../packing/read-packing-list.ts';
import { readPlanning } from '../planning/read-planning.ts';
import {
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  standingOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { unpackCopy } from './unpack-copy.ts';

const PAIRS = racePairs;
/** So many pairs at a time that each side has a connection. */
const AT_A_TIME = 5;
/** The serial numbers of parcels made here, far from those that the service gives. */
let serial = 100_000;

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
  here.itIs('2026-11-24 10:00');
});
afterAll(() => here.stop());

/** A parcel to 宇土, and a copy that waits for it, is in it, or has left with it. */
interface Prepared {
  copy: Allocation;
  parcelNumber: string;
}

/** One for each pair, all written in one go. */
async function prepared(state: 'waiting' | 'packed' | 'dispatched'): Promise<Prepared[]> {
  const { db, now } = here.shipping;
  const at = new Date(now());
  const subjects = Array.from({ length: PAIRS }, () => {
    serial += 1;
    return { serial, copy: pickedCopy(), parcelNumber: makeBarcode('parcel', serial) };
  });
  await db.parcel.createMany({
    data: subjects.map((subject) => ({
      number: subject.parcelNumber,
      serial: subject.serial,
      direction: 'outward',
      libraryCode: 'uto',
      openedAt: at,
      state: state === 'dispatched' ? state : 'open',
      dispatchedAt: state === 'dispatched' ? at : null,
    })),
  });
  await db.packingRow.createMany({
    data: subjects.map(({ copy }) => {
      const { reservationId, allocation, barcode } = copy;
      const standing = standingOf(copy);
      const known = { epoch: standing.epoch, n: standing.n, pickupLibrary: 'uto', item: copy, toPack: true };
      const own = { allocation, journey: allocation, slotJourney: allocation, barcode };
      const plan = { plannedDispatchDay: at, expectedDate: at, listedAt: at };
      return { reservationId, copyId: BigInt(copy.copyId), ...known, ...own, ...plan };
    }),
  });
  if (state !== 'waiting')
    await db.parcelLine.createMany({
      data: subjects.map(({ copy: { allocatedAt: _, ...copy }, parcelNumber }) => ({
        ...copy,
        copyId: BigInt(copy.copyId),
        parcelNumber,
        packedScan: randomUUID(),
        packedAt: at,
      })),
    });
  return subjects;
}

const pack = ({ barcode }: Allocation, parcelNumber: string) =>
  packCopy(here.shipping, { ...here.scan(), parcelNumber, barcode });
const dispatch = (parcelNumber: string) =>
  dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' });
const look = async (times: number) => {
  for (let n = 0; n < times; n += 1) await readPlanning(here.shipping.db, here.shipping.now(), 'uto');
};
const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'done' : decision.refusal.code);

/** How often each pair of answers occurred. */
function counted(pairs: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pair of pairs) {
    const answers = pair.join(' / ');
    counts.set(answers, (counts.get(answers) ?? 0) + 1);
  }
  return counts;
}

/**
 * Fires both sides of every pair together; the first side looks at the calendars before, from not at all to three
 * times, so that each side wins some. Answers what each side of each pair heard.
 */
async function race<T, A, B>(
  subjects: readonly T[],
  one: (subject: T) => Promise<Decision<A>>,
  other: (subject: T) => Promise<Decision<B>>,
): Promise<[string, string][]> {
  const fire = async (subject: T, n: number): Promise<[string, string]> => {
    // Of ten pairs two are no race, so that each side wins some; in the others either sets off some looks later.
    const turn = n % 10;
    if (turn === 0) return [codeOf(await one(subject)), codeOf(await other(subject))];
    if (turn === 1) {
      const before = await other(subject);
      return [codeOf(await one(subject)), codeOf(before)];
    }
    const behind = turn - 5;
    const [first, second] = await Promise.all([
      look(Math.max(behind, 0)).then(() => one(subject)),
      look(Math.max(-behind, 0)).then(() => other(subject)),
    ]);
    return [codeOf(first), codeOf(second)];
  };
  const heard: [string, string][] = [];
  for (let n = 0; n < subjects.length; n += AT_A_TIME)
    heard.push(...(await Promise.all(subjects.slice(n, n + AT_A_TIME).map(fire))));
  return heard;
}

describe(`both sides at once, ${PAIRS} times`, () => {
  test('a change of pickup library and packing: one of them is too late', async () => {
    const subjects = await prepared('waiting');
    const counts = counted(
      await race(
        subjects,
        ({ copy }) => {
          const standing = standingOf(copy, { pickupLibrary: 'ozu' });
          return here.activities.redirect({ standing, at: here.shipping.now() });
        },
        ({ copy, parcelNumber }) => pack(copy, parcelNumber),
      ),
    );
    const [tooLate, redirected] = ['CHANGE_PICKUP_TOO_LATE / done', 'done / PARCEL_OTHER_LIBRARY'];
    expect([...counts.keys()].sort()).toEqual([tooLate, redirected]);
    const ids = subjects.map(({ copy }) => copy.reservationId);
    const waiting = (await readPackingList(here.shipping)).filter(({ reservationId }) =>
      ids.some((id) => id === reservationId),
    );
    expect(waiting.map((row) => row.pickupLibrary)).toEqual(Array(counts.get(redirected)).fill('ozu'));
    const lines = await here.shipping.db.parcelLine.count({ where: { reservationId: { in: ids } } });
    expect(lines).toBe(counts.get(tooLate));
  });

  test('one copy packed into two parcels: it is in one, the other desk hears that things have changed', async () => {
    const subjects = await prepared('waiting');
    const others = (await prepared('waiting')).map(({ parcelNumber }) => parcelNumber);
    const parcels = new Map(subjects.map(({ copy }, n) => [copy, others[n] ?? '']));
    const counts = counted(
      await race(
        subjects,
        ({ copy, parcelNumber }) => pack(copy, parcelNumber),
        ({ copy }) => pack(copy, parcels.get(copy) ?? ''),
      ),
    );
    expect([...counts.keys()].sort()).toEqual(['STATE_CHANGED / done', 'done / STATE_CHANGED']);
    const copies = subjects.map(({ copy }) => BigInt(copy.copyId));
    const lines = await here.shipping.db.parcelLine.findMany({ where: { copyId: { in: copies } } });
    expect(new Set(lines.map((line) => line.copyId)).size).toBe(PAIRS);
    expect(lines).toHaveLength(PAIRS);
  });

  test('dispatch and unpacking: it leaves with the copy, or stays without', async () => {
    const subjects = await prepared('packed');
    const counts = counted(
      await race(
        subjects,
        ({ parcelNumber }) => dispatch(parcelNumber),
        ({ copy: { barcode }, parcelNumber }) =>
          unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode }),
      ),
    );
    const [left, stayed] = ['done / PARCEL_ALREADY_DISPATCHED', 'STATE_CHANGED / done'];
    expect([...counts.keys()].sort()).toEqual([stayed, left]);
    const ids = subjects.map(({ copy }) => copy.reservationId);
    const waiting = (await readPackingList(here.shipping)).filter(({ reservationId }) =>
      ids.some((id) => id === reservationId),
    );
    expect(waiting).toHaveLength(counts.get(stayed) ?? 0);
    const facts = await here.told('shipping.copy.moved');
    const shipped = facts.filter(({ fact, parcelNumber }) => {
      return fact.kind === 'shipped' && subjects.some((subject) => subject.parcelNumber === parcelNumber);
    });
    expect(shipped).toHaveLength(counts.get(left) ?? 0);
  });

  test('a copy taken out of its parcel and scanned at home: neither waits for the other for ever', async () => {
    const subjects = await prepared('packed');
    const atHome = async ({ copy }: Prepared) => {
      await noteCopyScanned(here.shipping, { fact: scannedElsewhere(copy, 'home', here.shipping.now()) });
      return allow('heard');
    };
    const takenOut = ({ copy: { barcode }, parcelNumber }: Prepared) =>
      unpackCopy(here.shipping, { ...here.scan(), parcelNumber, barcode });
    const counts = counted(await race(subjects, takenOut, atHome));
    expect([...counts]).toEqual([['done / done', PAIRS]]);
  });

  test('an arrival scanned by two: both are answered, and every copy arrives once', async () => {
    const subjects = await prepared('dispatched');
    const receive = ({ parcelNumber }: { parcelNumber: string }) =>
      receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber });
    const counts = counted(await race(subjects, receive, receive));
    expect([...counts]).toEqual([['done / done', PAIRS]]);
    const parcels = new Set(subjects.map(({ parcelNumber }) => parcelNumber));
    const arrivals = (await here.told('shipping.parcel.arrived')).filter((told) =>
      parcels.has(told.parcelNumber),
    );
    expect(arrivals).toHaveLength(PAIRS);
    const facts = (await here.told('shipping.copy.moved')).filter(
      ({ fact, parcelNumber }) => fact.kind === 'arrived' && parcelNumber && parcels.has(parcelNumber),
    );
    expect(facts).toHaveLength(PAIRS);
    expect(new Set(facts.map(({ fact }) => fact.copyId)).size).toBe(PAIRS);
  });
});
