import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CloudEventSchema, type EventData, type EventType } from '@toshobin/contracts';
import { defaultPolicy } from '@toshobin/lending-rules';
import { ofTheNextRelease } from '@toshobin/lending-rules/testing';
import { itemOf } from '../packing/item-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import {
  openTestShipping,
  pickedCopy,
  standingOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { hearFacts } from './hear-facts.ts';

let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here.stop());

/** Tells a fact as the next release might. */
async function tellNext<T extends EventType>(type: T, data: EventData<T>): Promise<void> {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'catalog',
    type,
    subject: 'x',
    time: here.shipping.now(),
    datacontenttype: 'application/json',
    sequence: '1',
    data,
  };
  await hearFacts(here.shipping)(CloudEventSchema.parse(ofTheNextRelease(envelope)));
}

test('what the next release tells is heard, without the fields that this one does not know', async () => {
  const copy = pickedCopy();
  await tellNext('catalog.reservation.changed', { ...standingOf(copy), news: 'fetched', answered: false });
  const { reservationId } = copy;
  const row = await here.shipping.db.packingRow.findUniqueOrThrow({ where: { reservationId } });
  expect([row.toPack, itemOf(row)]).toEqual([true, copy]);
  const policy = { ...defaultPolicy, loanLimit: 9 };
  await tellNext('catalog.policy.changed', { version: 9, policy });
  expect(await policyInForce(here.shipping.db)).toEqual(policy);
});
