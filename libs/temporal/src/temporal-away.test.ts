import { expect, test } from '@jest/globals';
import { hasNoNamespaceYet, temporalAway } from './temporal-away.ts';

/** As gRPC gives what a server said. */
function said(message: string, code = 5): Error {
  return Object.assign(new Error(message), { code, details: message, metadata: {} });
}

test('a server that has just started knows no namespace yet, also where a start comes with its update', () => {
  expect(hasNoNamespaceYet(said('Namespace default is not found.'))).toBe(true);
  expect(hasNoNamespaceYet(said('workflow not found for ID: reservation-7'))).toBe(false);
  expect(temporalAway(said('Namespace default is not found.'))).toBe(true);
});
