import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

/**
 * `npm run mutation [-- [--at-least PERCENT] FILE…]`: changes the rules (or those named) in hundreds of small ways and
 * counts how many of these faults a test notices (docs/mutation.md). Ends with status 1 when that is less than the share
 * asked, and when there was nothing to count.
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
const timedOut = countOf('Timeout');
const killed = countOf('Killed') + timedOut;
const counted = killed + countOf('Survived') + countOf('NoCoverage');
const score = (100 * killed) / counted;
if (!(score >= asked)) process.exitCode = 1;
console.log(
  `Mutation score ${score.toFixed(1)} % (${killed} of ${counted} killed, ${timedOut} of them by time-out); at least ${asked} % asked`,
);
