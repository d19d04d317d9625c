import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { assertHunt, hunt } from '@toshobin/database/testing';
import {
  AllocationEndingSchema,
  addDays,
  calendarDate,
  DeskSettlementSchema,
  dayOf,
  deadlineOn,
  instantFromEpochMs,
  RefusalCodeSchema,
  UnservableSchema,
} from '@toshobin/lending-rules';
import { FactKindSchema } from '@toshobin/lending-rules/facts';
import { type Ledger, type LedgerCopy, type LedgerFact, stateOf } from '@toshobin/lending-rules/ledger';
import fc from 'fast-check';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { dueColumns } from './due-of.ts';
import { loadLedgers } from './load-ledgers.ts';

const catalog = catalogOfTests();

const moment = fc
  .nat(30 * 86_400)
  .map((seconds) => instantFromEpochMs(Date.parse('2026-12-01T00:00:00Z') + seconds * 1000));
const day = fc.nat(60).map((days) => addDays(calendarDate('2026-12-01'), days));
const until = day.map(deadlineOn);
const library = fc.constantFrom(PREFECTURAL_LIBRARY, 'uto');
const channel = fc.constantFrom('web' as const, 'phone' as const, 'counter' as const);
const parcel = fc.record(
  {
    parcelNumber: fc.constant('900000000019'),
    mode: fc.constantFrom('yuMail' as const, 'yuPack' as const),
    dispatchDay: day,
    expectedDate: day,
    assumed: fc.boolean(),
  },
  { requiredKeys: ['parcelNumber'] },
);
const scan = fc.record({
  kind: fc.constantFrom(...FactKindSchema.options),
  leg: fc.constantFrom('outward' as const, 'return' as const),
  place: fc.option(library),
  occurredAt: moment,
  recordedAt: moment,
  parcel: fc.option(parcel, { nil: undefined }),
  ofReservation: fc.boolean(),
  /** Which of the earlier scans this one takes back. */
  voids: fc.option(fc.nat(5), { nil: undefined }),
});
const copy = fc.record({
  ending: fc.option(fc.constantFrom(...AllocationEndingSchema.options)),
  swapped: fc.boolean(),
  /** Whether the copy was chosen after the reservation joined, and after its copy before. */
  waitedFor: fc.boolean(),
  keptAlone: fc.boolean(),
  facts: fc.array(scan, { maxLength: 8 }),
  loan: fc.option(fc.record({ due: until, extended: fc.boolean() })),
  hold: fc.option(fc.record({ until, round: fc.nat(2) })),
  moved: fc.option(fc.array(fc.constantFrom('台風', '大雪', '停電'), { minLength: 1, maxLength: 3 })),
  shelfCheck: fc.option(fc.constantFrom('here' as const, 'gone' as const)),
  delayed: fc.boolean(),
  settlement: fc.option(fc.record({ how: fc.constantFrom(...DeskSettlementSchema.options), on: day })),
  lostAt: fc.option(moment),
});
const entry = fc.record({
  state: fc.constantFrom('waiting', 'suspended', 'allocated', 'left', 'closed', 'refused'),
  pickupLibrary: library,
  channel,
  resumesOn: fc.option(day),
  unservable: fc.option(fc.constantFrom(...UnservableSchema.options)),
  refusal: fc.constantFrom(...RefusalCodeSchema.options),
  leftOn: fc.option(day),
  redirectedFrom: fc.option(library),
});
type DrawnEntry = typeof entry extends fc.Arbitrary<infer E> ? E : never;
type DrawnCopy = typeof copy extends fc.Arbitrary<infer C> ? C : never;

const { runs, timeout } = hunt(60);

test(
  'a ledger that is stored is loaded as it was, and so is how its reservation stands',
  async () => {
    const refusals = new Set<boolean>();
    await assertHunt(
      fc.asyncProperty(entry, fc.option(copy), async (drawnEntry, drawnCopy) => {
        const { reservationId, ledger } = await store(drawnEntry, drawnCopy ?? undefined);
        refusals.add(ledger.entry.refusal !== null);
        const loaded = (await loadLedgers(catalog.deps.db, [reservationId])).get(reservationId);
        expect(loaded?.ledger).toEqual(ledger);
        expect(loaded?.present.state).toEqual(stateOf(ledger));
      }),
      runs,
    );
    expect(refusals.size).toBe(2);
  },
  timeout,
);

/** Writes the rows of what was drawn; answers the ledger that they make. */
async function store(
  drawn: DrawnEntry,
  drawnCopy: DrawnCopy | undefined,
): Promise<{ reservationId: string; ledger: Ledger }> {
  const { db } = catalog.deps;
  const reservationId = randomUUID();
  const { recordId, copyIds } = await catalog.shelve(1);
  const isRefused = drawn.state === 'refused';
  const { pickupLibrary, channel, resumesOn, unservable, refusal, leftOn, state, redirectedFrom } = drawn;
  const cancelled = state === 'left' ? ({ by: 'library', reason: 'unreached' } as const) : null;
  const at = new Date(catalog.now);
  await db.queueEntry.create({
    data: {
      reservationId,
      recordId: isRefused ? null : BigInt(recordId),
      joinedAt: at,
      state,
      pickupLibrary,
      channel,
      resumesOn: resumesOn && new Date(`${resumesOn}T00:00:00.000Z`),
      redirectedFrom,
      unservableAt: unservable && at,
      unservableWhy: unservable,
      leftOn: leftOn && new Date(`${leftOn}T00:00:00.000Z`),
      ...(cancelled ? { cancelledBy: cancelled.by, cancelledWhy: cancelled.reason } : {}),
      ...(isRefused ? { refusal: { code: refusal } } : {}),
    },
  });
  const entry: Ledger['entry'] = {
    state,
    pickupLibrary,
    atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
    channel,
    resumesOn,
    unservable,
    unservableOn: unservable && dayOf(catalog.now),
    cancelled,
    endedOn: leftOn ?? (!isRefused && drawnCopy?.ending ? dayOf(catalog.now) : null),
    refusal: isRefused ? refusal : null,
    redirectedFrom,
  };
  if (isRefused || drawnCopy === undefined) return { reservationId, ledger: { entry } };
  return {
    reservationId,
    ledger: { entry, copy: await storeCopy(reservationId, copyIds[0] ?? '', drawnCopy) },
  };
}

async function storeCopy(reservationId: string, copyId: string, drawn: DrawnCopy): Promise<LedgerCopy> {
  const { db } = catalog.deps;
  const { ending, loan, hold, shelfCheck, delayed, settlement, lostAt, waitedFor, keptAlone } = drawn;
  const at = new Date(catalog.now);
  const of = { copyId: BigInt(copyId), reservationId };
  const before = drawn.swapped
    ? await db.allocation.create({ data: { ...of, openedAt: at, closedAt: at, ending: 'swapped' } })
    : undefined;
  const held = hold && dueColumns(hold.until);
  const { number: allocation } = await db.allocation.create({
    data: {
      ...of,
      openedAt: waitedFor ? new Date(at.getTime() + 3_600_000) : at,
      journey: before?.number ?? null,
      ending,
      closedAt: ending && at,
      shelfCheck,
      delayedAt: delayed ? at : null,
      keptSince: keptAlone ? at : null,
      ...(settlement
        ? {
            settledHow: settlement.how,
            settledOn: new Date(`${settlement.on}T00:00:00.000Z`),
            settledRole: 'desk',
            settledReason: '電話で',
            settledFactId: randomUUID(),
          }
        : {}),
      ...(hold && held ? { holdDate: held.dueDate, holdAt: held.dueAt, holdRound: hold.round } : {}),
    },
  });
  const journey = before?.number ?? allocation;
  if (loan) {
    const data = {
      allocation,
      startedAt: at,
      ...dueColumns(loan.due),
      extendedAt: loan.extended ? at : null,
    };
    await db.loan.create({ data });
  }
  const moved = await storeMoved(journey, drawn.moved);
  const facts = await storeFacts({ reservationId, copyId, allocation }, drawn.facts);
  if (lostAt) {
    const when = new Date(lostAt);
    const lost = {
      factId: randomUUID(),
      kind: 'lost',
      copyId: BigInt(copyId),
      reservationId,
      allocation,
    } as const;
    const times = { occurredAt: when, scannedAt: when, recordedAt: when };
    await db.scan.create({ data: { ...lost, ...times, leg: 'return', account: 'desk' } });
  }
  return {
    allocation,
    journey,
    ending,
    facts,
    delayed,
    waitedFor,
    keptAlone,
    endedAt: ending && catalog.now,
    loan,
    hold,
    moved,
    shelfCheck,
    settlement,
    lostAt,
  };
}

/** Closures that moved a date of the journey one after the other; one more was taken back. */
async function storeMoved(journey: number, reasons: readonly string[] | null): Promise<LedgerCopy['moved']> {
  if (reasons === null) return [];
  const { db } = catalog.deps;
  const days = { firstDay: new Date('2026-12-24T00:00:00Z'), lastDay: new Date('2026-12-25T00:00:00Z') };
  const [before, after] = [
    deadlineOn(calendarDate('2026-12-24')),
    deadlineOn(calendarDate('2026-12-26')),
  ].map(dueColumns);
  if (!before || !after) throw new Error('There are two dates');
  const closures = [...reasons, 'taken back'].map((reason) => ({ closureId: randomUUID(), reason }));
  for (const [n, { closureId, reason }] of closures.entries()) {
    await db.closure.create({ data: { closureId, library: 'uto', ...days, reason } });
    const movedAt = new Date(Date.parse(catalog.now) + n * 1000);
    await db.movedDate.create({
      data: {
        closureId,
        journey,
        kind: n % 2 === 0 ? 'due' : 'hold',
        beforeDate: before.dueDate,
        beforeAt: before.dueAt,
        afterDate: after.dueDate,
        afterAt: after.dueAt,
        movedAt,
        movedBackAt: reason === 'taken back' ? movedAt : null,
      },
    });
  }
  return closures.slice(0, -1);
}

async function storeFacts(
  of: { reservationId: string; copyId: string; allocation: number },
  scans: DrawnCopy['facts'],
): Promise<LedgerFact[]> {
  const facts: LedgerFact[] = [];
  for (const { parcel, ofReservation, voids, ...scan } of scans) {
    const taken = voids === undefined ? undefined : facts[voids]?.fact.factId;
    const fact = {
      factId: randomUUID(),
      ...scan,
      copyId: of.copyId,
      allocation: of.allocation,
      reservationId: ofReservation ? of.reservationId : null,
      ...(taken ? { voids: taken } : {}),
    };
    await catalog.deps.db.scan.create({
      data: {
        ...fact,
        copyId: BigInt(of.copyId),
        occurredAt: new Date(fact.occurredAt),
        scannedAt: new Date(fact.occurredAt),
        recordedAt: new Date(fact.recordedAt),
        ...(parcel ? { parcel } : {}),
      },
    });
    facts.push(parcel ? { fact, parcel } : { fact });
  }
  return facts;
}
