import { expect, test } from '@jest/globals';
import { servicesOf } from './services-of.ts';

test('a saved file belongs to the services that run it, and to no others', () => {
  const of = servicesOf();
  expect(of('services/staff-web/src/today/routes.ts')).toEqual(['staff-web']);
  expect(of('services/staff-web/src/browser/desk.js')).toEqual(['staff-web']);
  expect(of('libs/web/src/page/base.css')).toEqual(['patron-web', 'staff-web']);
  // The webs ask processes, and not Temporal.
  expect(of('libs/temporal/src/index.ts')).toEqual(['catalog', 'patron', 'shipping', 'workflows']);
  expect(of('libs/web/src/wishes/ask-processes.ts')).toEqual(['patron-web', 'staff-web']);
  expect(of('workflows/src/reservation/duties.ts')).toEqual(['workflows']);
  expect(of('services/catalog/src/loans/loans.test.ts')).toEqual([]);
  expect(of('services/catalog/package.json')).toEqual([]);
});
