import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { commandApi } from '../commands.ts';
import { taskApi } from '../tasks.ts';
import { type Caller, callers, mayAsk } from './callers.ts';
import { catalogApi } from './catalog/index.ts';
import { patronApi } from './patron/index.ts';
import { processApi } from './processes.ts';
import { shippingApi } from './shipping/index.ts';

const operations = [catalogApi, patronApi, shippingApi, processApi].flatMap((api) => Object.values(api));

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
    processApi.cancelByLibrary,
    processApi.repair,
    processApi.stuckProcesses,
    commandApi.failingCommands,
  ])
    expect(mayAsk('patron-web', staffs)).toBe(false);
});

test('every operation has somebody who may ask for it', () => {
  const unasked = operations.filter((operation) => !callers.some((caller) => mayAsk(caller, operation)));
  expect(unasked.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

const root = path.resolve(import.meta.dirname, '../../../..');
const sources: Readonly<Record<Caller, readonly string[]>> = {
  'patron-web': ['services/patron-web/src', 'libs/web/src'],
  'staff-web': ['services/staff-web/src', 'libs/web/src'],
  patron: ['services/patron/src'],
};
/** The operations that the sources in some folders name so: `call(catalogApi.readCopy`, `catalog.readCopy(`. */
function namedIn(folders: readonly string[], pattern: RegExp): string[] {
  const texts = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test)\.tsx?$/.test(name) && !/testing|generated/.test(name))
      .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
  );
  return texts.flatMap((text) =>
    Array.from(text.matchAll(pattern), ([, name, owner, operation]) => name ?? `${owner}Api.${operation}`),
  );
}

const ASKED = /call\(\s*(\w+Api\.\w+)|\b(catalog|patron|shipping|process)\.(?!call\()(\w+)\(/g;

test.each(callers)('%s may ask for what its sources ask for, and for nothing else', (caller) => {
  const apis = { catalogApi, patronApi, shippingApi, processApi, commandApi, taskApi };
  const named = Object.entries(apis).flatMap(([api, all]) =>
    Object.entries(all).map(([name, operation]) => [`${api}.${name}`, operation] as const),
  );
  const asked = new Set(namedIn(sources[caller], ASKED));
  const operationsAsked = new Set(named.flatMap(([name, operation]) => (asked.has(name) ? operation : [])));
  const wrong = named.filter(([, operation]) => mayAsk(caller, operation) !== operationsAsked.has(operation));
  expect(operationsAsked.size).toBeGreaterThan(0);
  expect(wrong.map(([name]) => name)).toEqual([]);
});
