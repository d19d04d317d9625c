import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { runNumberFaults } from './run-number-faults.ts';

/**
 * `npm run mutation [-- [--at-least PERCENT] FILE…]`: changes the rules (or those named) in hundreds of small ways,
 * then each number in them, and counts how many of these faults a test notices (docs/mutation.md). Ends with status 1
 * when that is less than the share asked, of either, and when there was no rule to change.
 */
const { values, positionals: only } = parseArgs({
  options: { 'at-least': { type: 'string', default: '90' } },
  allowPositionals: true,
});
const asked = Number(values['at-least']);
if (!Number.isFinite(asked)) throw new RangeError(`--at-least is a number of percent: ${values['at-least']}`);

const stryker = new Stryker(only.length > 0 ? { mutate: only } : {});
const statuses = (await stryker.runMutationTest()).map((mutant) => mutant.status);
const countOf = (status: (typeof statuses)[number]) => statuses.filter((other) => other === status).length;
const rules = {
  killed: countOf('Killed') + countOf('Timeout'),
  timedOut: countOf('Timeout'),
  survived: countOf('Survived') + countOf('NoCoverage'),
};

const { survivors, ...numbers } = await runNumberFaults(only);
for (const { file, line, was, is } of survivors)
  console.log(`[Survived] number, ${file}:${line}: ${was} → ${is}`);

console.log(`Numbers: ${scored({ ...numbers, survived: survivors.length })}`);
console.log(`Mutation score ${scored(rules)}; at least ${asked} % asked of both`);
const noNumbers = numbers.killed + survivors.length === 0;
if (!(percent(rules.killed, rules.survived) >= asked)) process.exitCode = 1;
if (!noNumbers && !(percent(numbers.killed, survivors.length) >= asked)) process.exitCode = 1;

function percent(killed: number, survived: number): number {
  return (100 * killed) / (killed + survived);
}

function scored({
  killed,
  timedOut,
  survived,
}: {
  killed: number;
  timedOut: number;
  survived: number;
}): string {
  const share = percent(killed, survived).toFixed(1);
  return `${share} % (${killed} of ${killed + survived} killed, ${timedOut} of them by time-out)`;
}
