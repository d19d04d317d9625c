import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { CopyConditionSchema, CopyPlaceSchema } from '@toshobin/contracts';
import {
  entryStates,
  LendingStatusSchema,
  OutcomeSchema,
  PackedCopyStateSchema,
  ParcelStateSchema,
  phaseOf,
  ReservationStateSchema,
} from '@toshobin/lending-rules';
import { FactKindSchema } from '@toshobin/lending-rules/facts';
import { root } from './services.ts';

// A set of states, of phases or of stages has its name in the rules; one that is written out elsewhere is refused by the lint, which
// knows them by this file.
const [
  states = [],
  phases = [],
  stages = [],
  ends = [],
  places = [],
  conditions = [],
  parcels = [],
  scans = [],
] = [...readFileSync(path.join(root, 'infra/state-sets.grit'), 'utf8').matchAll(/r"'\(\?:([\w|]+)\)'"/g)].map(
  ([, names = '']) => names.split('|'),
);

test('the lint knows every state that patrons see, or an entry is in, every phase, stage, end, place, condition, parcel and scan', () => {
  expect(states.sort()).toEqual([...new Set([...ReservationStateSchema.options, ...entryStates])].sort());
  expect(phases.sort()).toEqual([...new Set(Object.values(phaseOf))].sort());
  expect(stages.sort()).toEqual([...LendingStatusSchema.options].sort());
  expect(ends.sort()).toEqual([...OutcomeSchema.options].sort());
  expect(places.sort()).toEqual([...CopyPlaceSchema.options].sort());
  expect(conditions.sort()).toEqual([...CopyConditionSchema.options].sort());
  expect(parcels.sort()).toEqual(
    [...new Set([...ParcelStateSchema.options, ...PackedCopyStateSchema.options])].sort(),
  );
  expect(scans.sort()).toEqual([...FactKindSchema.options].sort());
});
