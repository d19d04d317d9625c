import { Stryker } from '@stryker-mutator/core';

/**
 * `npm run mutation [-- FILE…]`: changes the rules (or those named) in hundreds of small ways and counts how many of
 * these faults a test notices (docs/mutation.md). Ends with status 1 when that is less than the share asked.
 */
const ASKED_PERCENT = 90;

const only = process.argv.slice(2);
const stryker = new Stryker({
  ...(only.length > 0 ? { mutate: only } : {}),
  thresholds: { high: 95, low: ASKED_PERCENT, break: ASKED_PERCENT },
});
const statuses = (await stryker.runMutationTest()).map((mutant) => mutant.status);
const killed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
const missed = statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
const score = ((100 * killed) / (killed + missed)).toFixed(1);
console.log(
  `Mutation score ${score} % (${killed} of ${killed + missed} killed); at least ${ASKED_PERCENT} % asked`,
);
