import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { defaultPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import { ofTheNextRelease, stateInTest } from '@toshobin/lending-rules/testing';
import { readEvent } from './events.ts';
import { parseKnown, readKnown } from './read-known.ts';

const moved = [{ closureId: randomUUID(), reason: '台風' }];
const standing = { reservationId: randomUUID(), epoch: 1, n: 2, item: null };
const told = {
  ...standing,
  state: stateInTest('held', { moved }),
  news: 'putOnTheHoldShelf',
  answered: false,
} as const;
const event = (data: unknown) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: 'catalog',
  type: 'catalog.reservation.changed',
  subject: standing.reservationId,
  time: '2026-12-07T01:00:00.000Z',
  datacontenttype: 'application/json',
  sequence: '1',
  data,
});

test('of what the next release tells, the fields that this one does not know are passed over, however deep', () => {
  const next = ofTheNextRelease(told);
  expect(next.state.copy?.moved).toEqual([{ ...moved[0], fieldOfTheNextRelease: 'x' }]);
  expect(readEvent(ofTheNextRelease(event(told)))?.data).toEqual(told);
  expect(next).toEqual(ofTheNextRelease(told));
});

test('a kind that this release does not know, and a field that is missing, can be read by none', () => {
  const { stage: _, ...withoutStage } = told.state;
  for (const state of [{ ...told.state, stage: 'inTheLift' }, withoutStage])
    expect(() => readEvent(event(ofTheNextRelease({ ...told, state })))).toThrow('stage');
});

test('the numbers of the rules with one that this release has not are read; whoever writes them is refused', () => {
  const next = ofTheNextRelease(defaultPolicy);
  expect(parseKnown(LendingPolicySchema, next)).toEqual(defaultPolicy);
  expect(readKnown(LendingPolicySchema, { ...next, loanLimit: 'many' }).success).toBe(false);
  expect(LendingPolicySchema.safeParse(next).success).toBe(false);
});
