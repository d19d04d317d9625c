import { readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { SCRIPTS, stylesOf } from './pages/script.tsx';
import { aPageWithoutAField } from './testing/in-browser/a-page-without-a-field.ts';
import { aReaderThatTypes } from './testing/in-browser/a-reader-that-types.ts';
import { anAnswerThatStops } from './testing/in-browser/an-answer-that-stops.ts';
import { asTheLineGoes } from './testing/in-browser/as-the-line-goes.ts';
import { BrowserStage } from './testing/in-browser/browser-stage.ts';
import { leftForAnotherPage } from './testing/in-browser/left-for-another-page.ts';
import { noScanIsLost } from './testing/in-browser/no-scan-is-lost.ts';
import { theFirstKey } from './testing/in-browser/the-first-key.ts';
import { withoutALine } from './testing/in-browser/without-a-line.ts';

jest.setTimeout(120_000);

// That no scan is lost; what else the scripts do is in `scripts-of-pages.long.test.ts`.

// One browser and one front serve every room.
const stage = new BrowserStage();
beforeAll(() => stage.open());
afterAll(() => stage.close());
beforeEach(() => stage.clear());

test('every script is small', () => {
  const folder = new URL('./browser/', import.meta.url);
  const large = readdirSync(folder).filter(
    (name) => name.endsWith('.js') && statSync(new URL(name, folder)).size > 5_000,
  );
  expect(large).toEqual([]);
});

test('a script, or a style sheet, is kept under the version of today alone', async () => {
  const keptFor = async (path: string) => {
    const { status, headers } = await fetch(`${stage.web.service.url}${path}`);
    return [status, headers.get('cache-control')];
  };
  expect(await keptFor(`${SCRIPTS}/desk.js`)).toEqual([200, 'public, max-age=31536000, immutable']);
  expect(await keptFor(stylesOf('desk')[0] ?? '')).toEqual([200, 'public, max-age=31536000, immutable']);
  // A page of the release before, or of the next one, while two are rolled.
  expect(await keptFor('/scripts/0123456789abcdef/desk.js')).toEqual([200, 'no-cache']);
  expect(await keptFor('/scripts/desk.js')).toEqual([200, 'no-cache']);
  expect(await keptFor('/style/0123456789abcdef/desk.css')).toEqual([200, 'no-cache']);
  expect(await keptFor('/style/desk.css')).toEqual([200, 'no-cache']);
  expect(await keptFor(`${SCRIPTS}/nothing.js`)).toEqual([404, 'no-store']);
});

aReaderThatTypes(stage);
noScanIsLost(stage);
anAnswerThatStops(stage);
aPageWithoutAField(stage);
leftForAnotherPage(stage);
theFirstKey(stage);
withoutALine(stage);
asTheLineGoes(stage);
