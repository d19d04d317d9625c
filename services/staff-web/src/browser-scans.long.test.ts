import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { BrowserStage } from './testing/in-browser/browser-stage.ts';
import { readAPile } from './testing/in-browser/scans-at-a-readers-pace.ts';

jest.setTimeout(30 * 60_000);

const stage = new BrowserStage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

test('two hundred scans, 0.6 s apart, on a line that answers after 1.5 s', async () => {
  const readWhileHeld = await readAPile(stage, { copies: 200, apartMs: 600, answerMs: 1_500 });
  expect(readWhileHeld).toBeGreaterThan(0);
});
