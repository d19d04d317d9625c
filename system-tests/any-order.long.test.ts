import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { databaseBusy } from '@toshobin/database';
import { assertHunt, hunt } from '@toshobin/database/testing';
import fc from 'fast-check';
import { allRows } from '../services/patron/src/testing/faults.ts';
import { openTwoOwners, type TwoOwners } from './src/two-owners.ts';
import { alwaysMet, COPIES, READERS, type Step, step } from './src/two-owners-draws.ts';
import { stepsOn } from './src/two-owners-steps.ts';

// The catalog and the patron service together, on real databases: patrons, desks, shipping, processes and the mail service
// do what they can in any order, two things at a time; Kafka brings what the two tell each other late, twice, and in any
// order. Each of them keeps its own house at every moment, and once everything was brought both say the same.
let owners: TwoOwners;
let steps: ReturnType<typeof stepsOn>;

beforeAll(async () => {
  owners = await openTwoOwners();
  steps = stepsOn(owners);
}, 600_000);
afterAll(() => owners?.close());

const { runs, timeout } = hunt(3);
const ends = fc.constantFrom('newestFirst' as const, 'oldestFirst' as const);

test(
  'two things at a time at the catalog and the patron service leave both in order, and saying the same',
  async () => {
    await assertHunt(
      fc.asyncProperty(
        fc.array(fc.tuple(step, step, fc.boolean()), { minLength: 10, maxLength: 30 }),
        ends,
        async (pairs, order) => {
          const scene = await owners.begin(READERS, COPIES);
          for (const [one, other, together] of pairs) {
            owners.pass('PT5H');
            await (together ? atOnce([one, other]) : inTurn([one, other]));
            expect(await owners.faults(scene)).toEqual([]);
          }
          await owners.bringAll(order);
          await steps.settle(scene);
          await owners.bringAll(order);
          expect(await owners.faults(scene)).toEqual([]);
          expect(await owners.disagreements(scene)).toEqual([]);
          const settled = await allRows(owners.patron);
          await owners.bringAgain();
          expect(await allRows(owners.patron)).toEqual(settled);
          expect(await owners.faults(scene)).toEqual([]);

          async function inTurn(both: readonly Step[]): Promise<void> {
            for (const next of both) await carriedOut(next);
          }
          async function atOnce(both: readonly Step[]): Promise<void> {
            await Promise.all(both.map(carriedOut));
          }
          // On a machine with much else to do a transaction may last too long: nothing of it has happened.
          async function carriedOut(next: Step): Promise<void> {
            await steps.carryOut(next, scene).catch((fault) => {
              if (!databaseBusy(fault)) throw fault;
            });
          }
        },
      ),
      { ...runs, examples: alwaysMet.map((pairs) => [pairs, 'oldestFirst']) },
    );
  },
  timeout,
);
