import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Visitor } from '@toshobin/web/testing';
import { signedInAt } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let operator: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  operator = await signedInAt(web.service.url, 'operator');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.kafkaAway = false;
});

const page = '/dead-letters';
const reason = '不具合を直した';

test('an operator reads where, what, when and why, and nothing of what is in it', async () => {
  expect((await operator.get('/timeline/views')).text).toContain(`href="${page}"`);
  const { text } = await operator.get(page);
  for (const word of [
    '0/3',
    'shipping.facts',
    'shipping.copy.moved',
    'no such copy',
    'patron',
    'よそからのもの',
  ]) {
    expect([word, text.includes(word)]).toEqual([word, true]);
  }
  expect(text).toContain('3件、戻していないもの <b>3件</b>');
  expect(text).not.toMatch(/坊っちゃん|copy-1/);
});

test('one is put back with a reason, once for both that could not read it', async () => {
  await operator.post(page, { which: 'chosen', position: '0/4', reason });
  expect(web.heard).toEqual(['back on shipping.facts: 0/3 0/4']);
  expect((await operator.get(page)).text).toContain('1件を戻しました');
  const deeds = await web.database.audit.findMany({ where: { action: 'putBackDeadLetters', reason } });
  expect(deeds.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['dead letter 0/3', 'done'],
    ['dead letter 0/4', 'done'],
  ]);
  expect((await operator.post(page, { which: 'all', reason: '' })).status).toBe(422);
});

test('all are put back but what a stranger wrote, which can’t be', async () => {
  await operator.post(page, { which: 'all', reason });
  expect(web.heard).toEqual(['back on shipping.facts: 0/3 0/4']);
  web.heard.length = 0;
  await operator.post(page, { which: 'chosen', position: '0/5', reason });
  expect(web.heard).toEqual([]);
  expect((await operator.get(page)).text).toContain('お探しのものが見つかりません');
});

test('with Kafka away the page says so, and nothing else is the worse for it', async () => {
  web.world.kafkaAway = true;
  const got = await operator.get(page);
  expect([got.status, got.text.includes('Kafka につながらないため')]).toEqual([200, true]);
  expect((await operator.post(page, { which: 'all', reason })).location).toBe(page);
  expect((await operator.get('/timeline/views')).status).toBe(200);
});

test('it is the operators’ alone', async () => {
  for (const account of ['desk', 'uto']) {
    const other = await signedInAt(web.service.url, account);
    expect((await other.get(page)).location).toBe('/?not-allowed=1');
    expect((await other.post(page, { which: 'all', reason })).location).toBe('/?not-allowed=1');
  }
});
