import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { assertHunt, hunt } from '@toshobin/database/testing';
import {
  type Instant,
  instantFromEpochMs,
  isBefore,
  ParcelEventKindSchema,
  type ParcelRows,
  parcelOf,
  type ScanOfCopy,
} from '@toshobin/lending-rules';
import fc from 'fast-check';
import { inTransaction } from '../database.ts';
import { openTestShipping, type TestShipping } from '../testing/open-test-shipping.ts';
import { lockParcel, writtenOf } from './lock-parcel.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here?.stop());

const moment = fc
  .nat(30 * 86_400)
  .map((seconds) => instantFromEpochMs(Date.parse('2026-12-01T00:00:00Z') + seconds * 1000));
const scan = fc.record({
  kind: fc.constantFrom('handedOut' as const, 'handedIn' as const, 'home' as const),
  place: fc.option(fc.constantFrom('uto', 'pref')),
  at: moment,
  takenBack: fc.boolean(),
});
const parcel = fc.record({
  direction: fc.constantFrom('outward' as const, 'return' as const),
  library: fc.constantFrom('uto', 'ozu'),
  dispatchedAt: fc.option(moment),
  copies: fc.array(fc.record({ packedAt: moment, scans: fc.array(scan, { maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom(...ParcelEventKindSchema.options),
      at: moment,
      /** The copy that the event is about. */
      of: fc.nat(2),
    }),
    { maxLength: 6 },
  ),
});
type Drawn = typeof parcel extends fc.Arbitrary<infer P> ? P : never;

const { runs, timeout } = hunt(60);
let copies = 0n;

test(
  'a parcel that is stored is loaded as it was, and so is how it stands',
  async () => {
    await assertHunt(
      fc.asyncProperty(parcel, async (drawn) => {
        const { number, rows } = await store(drawn);
        const loaded = await inTransaction(here.shipping, (tx) => lockParcel(tx, number));
        if (loaded === undefined) throw new Error(`There is no parcel ${number}`);
        expect(inOrder(writtenOf(loaded, loaded.told))).toEqual(inOrder(rows));
        expect(loaded.standing).toEqual(parcelOf(rows));
      }),
      runs,
    );
  },
  timeout,
);

/** Writes the rows of what was drawn; answers what was written of the parcel, as far as it counts. */
async function store(drawn: Drawn): Promise<{ number: string; rows: ParcelRows }> {
  const { db } = here.shipping;
  const number = randomUUID();
  const { direction, library, dispatchedAt } = drawn;
  const times = {
    openedAt: new Date(here.shipping.now()),
    dispatchedAt: dispatchedAt && new Date(dispatchedAt),
  };
  await db.parcel.create({ data: { number, direction, libraryCode: library, state: 'open', ...times } });
  const first = drawn.copies.map(({ packedAt }) => packedAt).sort()[0];
  const packed: { line: bigint; packedAt: Instant; scans: ScanOfCopy[] }[] = [];
  for (const { packedAt, scans } of drawn.copies) {
    copies += 1n;
    const copy = {
      copyId: copies,
      barcode: String(copies),
      packedScan: randomUUID(),
      packedAt: new Date(packedAt),
    };
    const size = { weightGrams: 180, thicknessMm: 12, protectiveCover: false, supplementCount: 0 };
    // The state of a line is what was told of it; the fold does not read it.
    const { id: line } = await db.parcelLine.create({ data: { parcelNumber: number, ...copy, ...size } });
    for (const one of scans) await storeScan(copies, one);
    // Nothing follows from scans before the first copy was packed.
    packed.push({
      line,
      packedAt,
      scans: scans.filter(({ at }) => first === undefined || !isBefore(at, first)),
    });
  }
  const events: ParcelRows['events'][number][] = [];
  for (const { kind, at, of } of drawn.events) {
    const about = kind.startsWith('copy') ? packed[of % packed.length] : undefined;
    const lineId = about?.line ?? null;
    await db.parcelEvent.create({
      data: { id: randomUUID(), parcelNumber: number, lineId, kind, at: new Date(at) },
    });
    events.push({ kind, at, line: lineId === null ? null : String(lineId) });
  }
  const named = packed.map((copy) => ({ ...copy, line: String(copy.line) }));
  return { number, rows: { direction, library, dispatchedAt, events, copies: named } };
}

async function storeScan(copyId: bigint, { at, takenBack, ...scan }: ScanOfCopy): Promise<void> {
  const { db } = here.shipping;
  const factId = randomUUID();
  await db.copyScan.create({ data: { ...scan, copyId, factId, scannedAt: new Date(at) } });
  if (!takenBack) return;
  const undone = { ...scan, copyId, factId: randomUUID(), scannedAt: new Date(at), voids: factId };
  await db.copyScan.create({ data: undone });
}

/** Sorts the scans of each copy, since they are a set. */
function inOrder({ copies, ...rows }: ParcelRows): ParcelRows {
  const sorted = (scans: readonly ScanOfCopy[]) =>
    scans.toSorted((one, other) => JSON.stringify(inKeys(one)).localeCompare(JSON.stringify(inKeys(other))));
  return { ...rows, copies: copies.map((copy) => ({ ...copy, scans: sorted(copy.scans) })) };
}

const inKeys = ({ kind, place, at, takenBack }: ScanOfCopy) => [kind, place, at, takenBack];
