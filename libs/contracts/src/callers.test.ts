import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { callers, mayAsk } from './callers.ts';
import { commandApi } from './commands.ts';
import { catalogApi } from './http/catalog.ts';
import { patronApi } from './http/patron.ts';
import { shippingApi } from './http/shipping.ts';

const operations = [catalogApi, patronApi, shippingApi, commandApi].flatMap((api) => Object.values(api));

test('what the patrons’ web may ask takes nobody’s word for who did it, and lists nobody', () => {
  const names = operations
    .filter((operation) => mayAsk('patron-web', operation))
    .filter(({ body }) => body instanceof z.ZodObject && 'by' in body.shape)
    .map(({ summary }) => summary);
  expect(names).toEqual([]);
  for (const staffs of [
    patronApi.suspendCard,
    patronApi.issueLetterCode,
    patronApi.findPersons,
    patronApi.patronOfReservation,
    catalogApi.lendAtCounter,
    catalogApi.pickList,
    shippingApi.dispatch,
    commandApi.failingCommands,
  ])
    expect(mayAsk('patron-web', staffs)).toBe(false);
});

test('every operation has somebody who may ask for it', () => {
  const unasked = operations.filter((operation) => !callers.some((caller) => mayAsk(caller, operation)));
  expect(unasked.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
