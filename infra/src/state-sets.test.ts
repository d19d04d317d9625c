import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { LendingStatusSchema, ReservationStateSchema } from '@toshobin/lending-rules';
import { root } from './services.ts';

// A set of states or of stages has its name in the rules; one that is written out elsewhere is refused by the lint, which
// knows them by this file.
const [states = [], stages = []] = [
  ...readFileSync(path.join(root, 'infra/state-sets.grit'), 'utf8').matchAll(/r"'\(\?:([\w|]+)\)'"/g),
].map(([, names = '']) => names.split('|'));

test('the lint knows every state that patrons see, and every stage of the ledger', () => {
  expect(ReservationStateSchema.options.filter((state) => !states.includes(state))).toEqual([]);
  expect(stages.sort()).toEqual([...LendingStatusSchema.options].sort());
});
