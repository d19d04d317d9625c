import { expect, test } from '@jest/globals';
import { processes } from './chaos/faults.ts';
import { runWalk } from './chaos/run-walk.ts';

// Ninety seconds of `npm run chaos` (docs/chaos.md), another seed each time.

const seed = Math.floor(Math.random() * 1_000_000);

test(`a library whose processes are killed, frozen and cut off for ninety seconds loses nothing (seed ${seed})`, async () => {
  const said: string[] = [];
  const report = await runWalk({
    seed,
    minutes: 1.5,
    people: 15,
    twoOfEach: true,
    harm: true,
    nights: true,
    catchesUpWithin: 240_000,
    say: (line) => said.push(line),
  });
  console.info(
    `seed ${seed}: ${report.reservations} reservations, caught up in ${report.caughtUpIn?.toFixed(0)} s`,
  );
  expect({ findings: report.findings, said }).toEqual({ findings: [], said });
  expect(report.reservations).toBeGreaterThan(10);
  expect([...report.faults.keys()]).toEqual(expect.arrayContaining(processes.map((name) => `kill ${name}`)));
}, 600_000);
