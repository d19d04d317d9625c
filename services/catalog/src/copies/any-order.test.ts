import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LibraryCodeSchema, ReservationIdSchema } from '@toshobin/contracts';
import { assertHunt, hunt } from '@toshobin/database/testing';
import { addDays, dayOf, deadlineOn, instant, plusDuration } from '@toshobin/lending-rules';
import fc from 'fast-check';
import { hearClosureEntered, hearClosureTakenBack } from '../closures/hear-closure.ts';
import { workOffClosures } from '../closures/work-off-closures.ts';
import { standingOf, standingsOf } from '../ledger/standings.ts';
import { hearNoticeSent } from '../loans/hear-mails.ts';
import { catalogOfTests } from '../testing/catalog-in-test.ts';
import { faults } from '../testing/faults.ts';

// Two copies, four patrons who reserve again and again, and anything that can be done to them, in any order: staff scan
// what they hold and take it back, shipping's facts come late or twice, commands are repeated. Nothing may break what
// must always hold.
const catalog = catalogOfTests();

const LIBRARIES = ['pref', 'uto'];
const who = fc.nat(3);
const which = fc.nat(1);
const where = fc.constantFrom(...LIBRARIES);
const kind = fc.constantFrom('packed' as const, 'shipped' as const, 'arrived' as const, 'sentBack' as const);
const bookDrop = fc.boolean();
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('join' as const), who, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pick' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('notOnShelf' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('handOut' as const), which, where }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('takeBack' as const), which, where, bookDrop }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const), which, kind, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('handedOver' as const), which, who, where }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('lend' as const), which, who, override: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('undo' as const), back: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('confirm' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('declare' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('allowLate' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('openLoan' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const), who }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('closeLibrary' as const), which }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('openAfterAll' as const), which }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('mail' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const inTurn = hunt(5, 0.5);
const atOnce = hunt(3, 0.5);

test(
  'whatever is done in whatever order, no copy is lost, doubled or kept from those who wait',
  async () => {
    await assertHunt(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 50 }), async (actions) => {
        const scene = await beginScene('twice');
        for (const next of actions) {
          catalog.now = plusDuration(catalog.now, next.do === 'undo' ? 'PT1H' : 'PT7H');
          await carryOut(next, scene);
          await expectAllHolds(scene);
        }
      }),
      inTurn.runs,
    );
  },
  inTurn.timeout,
);

test(
  'two things done at once leave the same in order',
  async () => {
    await assertHunt(
      fc.asyncProperty(
        fc.array(fc.tuple(action, action, fc.boolean()), { minLength: 8, maxLength: 16 }),
        async (pairs) => {
          const scene = await beginScene('once');
          for (const [one, other, together] of pairs) {
            catalog.now = plusDuration(catalog.now, 'PT7H');
            if (together) await Promise.all([carryOut(one, scene), carryOut(other, scene)]);
            else for (const next of [one, other]) await carryOut(next, scene);
            await expectAllHolds(scene);
          }
        },
      ),
      atOnce.runs,
    );
  },
  atOnce.timeout,
);

/** Two copies, four patrons, and two closures that may be entered. */
async function beginScene(times: Scene['times']): Promise<Scene> {
  const { recordId, barcodes } = await catalog.shelve(2);
  const { db } = catalog.deps;
  catalog.now = instant('2026-12-07T01:00:00Z');
  await db.$executeRaw`TRUNCATE closure CASCADE`;
  // No closure touches what other scenes have left.
  await db.$executeRaw`UPDATE queue_entry SET pickup_library = 'elsewhere' WHERE pickup_library <> 'elsewhere'`;
  const ids = (length: number) => Array.from({ length }, () => randomUUID());
  return { recordId, barcodes, reservations: ids(4), closures: ids(2), times };
}

interface Scene {
  recordId: string;
  barcodes: string[];
  reservations: string[];
  closures: string[];
  /** Whether each act is done twice, the second time to change nothing; or once, beside another act. */
  times: 'twice' | 'once';
}

async function carryOut(next: Action, scene: Scene): Promise<void> {
  const { recordId, barcodes, reservations } = scene;
  const { activities, now } = catalog;
  const reservationId = 'who' in next ? (reservations[next.who] ?? '') : '';
  const barcode = 'which' in next ? (barcodes[next.which] ?? '') : '';
  const factId = randomUUID();
  const twice = async <T>(work: () => Promise<T>): Promise<void> => {
    const first = await work();
    if (scene.times === 'twice') expect(withoutRepeated(await work())).toEqual(withoutRepeated(first));
  };
  switch (next.do) {
    case 'join': {
      const { entry } = await activities.positionOf({ reservationId });
      if (entry === 'left' || entry === 'closed' || entry === 'refused') {
        reservations[next.who] = randomUUID();
        return carryOut(next, scene);
      }
      return twice(() =>
        activities.joinQueue({
          reservationId,
          recordId,
          pickupLibrary: next.where,
          channel: 'web',
          joinedAt: now,
        }),
      );
    }
    case 'leave':
      return twice(() => activities.leaveQueue({ reservationId, by: 'patron', at: now }));
    case 'pick':
      return twice(() => catalog.pick(barcode, { factId }));
    case 'notOnShelf':
      return twice(() => catalog.notOnShelf(barcode, { factId }));
    case 'handOut':
      return twice(() => catalog.handOut(barcode, reservations, { factId, library: next.where }));
    case 'takeBack':
      return twice(() => catalog.takeBack(barcode, { factId, library: next.where, bookDrop: next.bookDrop }));
    case 'handedOver': {
      const scan = { factId, library: next.where };
      return twice(() => catalog.handedOver(barcode, [reservationId], scan));
    }
    case 'lend': {
      // The borrower is another visitor each time, or a reservation that waits.
      const { entry } = await activities.positionOf({ reservationId });
      const own = entry === 'waiting' ? reservationId : randomUUID();
      const reason = next.override ? { overrideReason: '急ぎ' } : {};
      return twice(() => catalog.lend(barcode, own, { factId, ...reason }));
    }
    case 'undo': {
      const [scan] = await catalog.deps.db.scan.findMany({
        where: { copy: { recordId: BigInt(recordId) }, voids: null },
        orderBy: { sequence: 'desc' },
        skip: next.back,
        take: 1,
      });
      return scan && twice(() => catalog.undo(scan.factId, { factId }));
    }
    case 'lose':
      return twice(() => catalog.declareLost(barcode, { factId }));
    case 'confirm':
      return twice(() => catalog.confirmHandOut(barcode, { factId }));
    case 'allowLate':
      return twice(() => catalog.allowLateHandOut(reservationId));
    case 'refuse': {
      const { entry } = await activities.positionOf({ reservationId });
      if (entry !== 'none') return;
      const join = { reservationId, pickupLibrary: 'uto', channel: 'web', joinedAt: now } as const;
      await twice(() => activities.joinQueue({ ...join, recordId: '999999999' }));
      return twice(() => activities.joinQueue({ ...join, recordId }));
    }
    case 'closeLibrary': {
      // The closure lies over a date that somebody has.
      const states = (await standingsOf(catalog.deps.db, reservations)).map(({ state }) => state);
      const dated = states.find(({ copy, ended }) => ended === null && (copy?.due ?? copy?.holdUntil));
      const from = (dated?.copy?.due ?? dated?.copy?.holdUntil)?.date;
      if (dated === undefined || from === undefined) return;
      const { pickupLibrary } = dated;
      const library = LibraryCodeSchema.parse(pickupLibrary);
      const closure = { closureId: scene.closures[next.which] ?? '', from, until: addDays(from, 4) };
      await hearClosureEntered(catalog.deps, { ...closure, library, reason: '台風', at: now });
      return workOff();
    }
    case 'openAfterAll': {
      const closureId = scene.closures[next.which] ?? '';
      await hearClosureTakenBack(catalog.deps, { closureId, at: now });
      // Another closure may be entered.
      scene.closures[next.which] = randomUUID();
      return workOff();
    }
    case 'mail':
      for (const id of reservations) await mailed(id);
      return;
    case 'hear':
      return catalog.move(barcode, next.kind, next.where);
    case 'close': {
      // Whatever was lent is long overdue by then.
      const close = { reservationId, outcome: 'longOverdue', at: plusDuration(now, 'P90D') } as const;
      return twice(() => activities.closeReservation(close));
    }
    default:
      return onAllocation(next.do, reservationId, twice);
  }
}

async function workOff(): Promise<void> {
  expect((await workOffClosures(catalog.deps)).failed).toEqual(new Map());
}

/** A mail that names its copy's date was accepted for sending: the hold begins with it, or is what the mail says. */
async function mailed(reservationId: string): Promise<void> {
  const copy = (await standingOf(catalog.deps.db, reservationId))?.state.copy;
  if (!copy) return;
  const { due, journey } = copy;
  const of = { reservationId: ReservationIdSchema.parse(reservationId), sentOn: dayOf(catalog.now) };
  const said = due
    ? ({ kind: 'dueSoon', due, occasion: `${journey}-${due.date}` } as const)
    : ({
        kind: 'readyAtPrefectural',
        holdUntil: deadlineOn(addDays(dayOf(catalog.now), 7)),
        occasion: String(journey),
      } as const);
  await hearNoticeSent(catalog.deps, { ...of, ...said }, catalog.nextMail());
}

async function onAllocation(
  what: 'openLoan' | 'expire' | 'extend' | 'declare',
  reservationId: string,
  twice: <T>(work: () => Promise<T>) => Promise<void>,
): Promise<void> {
  const { activities, now } = catalog;
  const { allocation } = await activities.positionOf({ reservationId });
  if (allocation === undefined) return;
  const command = { reservationId, allocation: allocation.allocation, at: now, startedAt: now, askedAt: now };
  if (what === 'openLoan') return twice(() => activities.openLoan(command));
  if (what === 'declare') return twice(() => activities.declarePickedUp(command));
  // Every hold has ended by then.
  const over = { ...command, at: plusDuration(now, 'P30D') };
  if (what === 'expire') return twice(() => activities.expireHold(over));
  return twice(() => activities.extendIfNobodyWaits({ ...command, holderHasOtherOverdue: false }));
}

function withoutRepeated(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'repeated' ? undefined : value)));
}

/** Checks what must hold after every step. */
async function expectAllHolds({ recordId, reservations }: Scene): Promise<void> {
  await workOff();
  expect(await faults(catalog, { recordId, reservations })).toEqual([]);
}
