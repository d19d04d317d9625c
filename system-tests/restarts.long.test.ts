import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { loadLedgers } from '@toshobin/catalog';
import { reservationWorkflowId, staffWebApi } from '@toshobin/contracts';
import { type LendingStatus, LendingStatusSchema } from '@toshobin/lending-rules';
import { audit } from './audit/audit.ts';
import { lineOf } from './audit/finding.ts';
import { addressesOf, type OpenLibrary, openLibrary } from './audit/open-library.ts';
import { toldOf } from './restarts/told-of.ts';
import { PATIENCE, type Way, ways } from './restarts/ways.ts';
import { type Person, people, twentyPeople } from './src/demo-people.ts';
import { eventually } from './src/eventually.ts';
import type { Journey } from './src/journey.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';
import { granted } from './src/web-session.ts';

// Thirty reservations whose processes are ended by `temporal workflow terminate` all along their way, on the real
// stack: each is told, asked and kept as one of the same way that nobody disturbed.

const open = libraryOfTheFile();
/** Of each way, beside one that is left alone. */
const disturbed = 5;
const everybody: readonly Person[] = [...twentyPeople, ...Object.values(people)];

let seen: OpenLibrary;
beforeAll(() => {
  seen = openLibrary(addressesOf(open().stack.env));
});
afterAll(() => seen?.close());

let ended = 0;
/** At which stages processes were ended. */
const endedAt = new Set<LendingStatus>();

/** Ends the process so much later, and has the repair begin it again, from the id alone. */
async function ends({ reservationId, cast }: Journey, afterMs: number): Promise<void> {
  await wait(afterMs);
  const stands = await eventually('how it stands', async () =>
    (await loadLedgers(seen.catalog, [reservationId])).get(reservationId),
  );
  const { workflow } = open().temporal.client;
  try {
    await workflow.getHandle(reservationWorkflowId(reservationId)).terminate('by hand');
    ended += 1;
    endedAt.add(stands.present.state.stage);
  } catch (fault) {
    // It has come to its end.
    if (!(fault instanceof WorkflowNotFoundError)) throw fault;
  }
  const body = { reason: 'ended by hand' };
  const params = { reservationId };
  await eventually(
    'its process begun anew',
    async () => {
      const { did } = granted(await cast.operator.act(staffWebApi.reconcile, { params, body }));
      return did !== 'notYet';
    },
    { within: PATIENCE, every: 1_000 },
  );
}

/**
 * Plays it; answers the reservation. The process of the first is left alone, that of the second is ended as each step begins,
 * those of the others at some moment of what follows from it.
 */
async function play(way: Way, [who, other]: readonly [Person, Person], nth: number): Promise<string> {
  const { journey, steps } = await way.begin(open(), who, other);
  for (const step of steps) {
    const later = nth === 1 ? 0 : Math.random() * 400;
    await Promise.all([step(), nth === 0 ? undefined : ends(journey, later)]);
  }
  return journey.reservationId;
}

/** Two people whom nobody else of the same way needs. */
function pair(nth: number): readonly [Person, Person] {
  const [who, other] = [everybody[2 * nth], everybody[2 * nth + 1]];
  if (who === undefined || other === undefined) throw new Error('Nobody is left');
  return [who, other];
}

test.each(Object.entries(ways))(
  '%s: what is told, asked and kept is the same, however often its process is ended',
  async (_, way) => {
    const before = ended;
    await open().changingNumbers(async () => {
      const { operator } = open().desks;
      const { policy } = await operator.readPolicy();
      // A wish that met no process is wished again and again.
      await operator.changePolicy({ ...way.numbers, wishesPerReservation: 1_000, wishesPerPatron: 1_000 });
      const plays = Array.from({ length: disturbed + 1 }, (_one, nth) => play(way, pair(nth), nth));
      const [calm = '', ...ofEnded] = await Promise.all(plays);
      await operator.changePolicy(policy);
      expect(ended - before).toBeGreaterThan(disturbed * 2);
      for (const reservationId of ofEnded) {
        await eventually(
          'the same as of one that was left alone',
          async () => {
            expect(await toldOf(seen, reservationId)).toEqual(await toldOf(seen, calm));
            return true;
          },
          { within: PATIENCE, every: 1_000 },
        );
      }
    });
  },
  1_800_000,
);

test('they were ended at every stage at which a process goes on', () => {
  const stages = LendingStatusSchema.options.filter((stage) => stage !== 'lost' && stage !== 'over');
  expect([...endedAt].filter((stage) => stage !== 'over').sort()).toEqual(stages.sort());
});

test('afterwards nothing contradicts anything', async () => {
  await eventually(
    'no contradiction',
    async () => {
      const { findings } = await audit(seen, { settleMs: 5_000, asksProcesses: true });
      expect(findings.map(lineOf)).toEqual([]);
      return true;
    },
    { within: 120_000, every: 2_000 },
  );
}, 180_000);
