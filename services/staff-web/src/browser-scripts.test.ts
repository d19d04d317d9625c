import { readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { aPageWithoutAField } from './testing/in-browser/a-page-without-a-field.ts';
import { aReaderThatTypes } from './testing/in-browser/a-reader-that-types.ts';
import { BrowserStage } from './testing/in-browser/browser-stage.ts';
import { leftForAnotherPage } from './testing/in-browser/left-for-another-page.ts';
import { noScanIsLost } from './testing/in-browser/no-scan-is-lost.ts';
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

aReaderThatTypes(stage);
noScanIsLost(stage);
aPageWithoutAField(stage);
leftForAnotherPage(stage);
withoutALine(stage);
