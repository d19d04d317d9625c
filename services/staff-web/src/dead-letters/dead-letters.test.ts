import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { lostParcel } from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import { followedReservation } from '../testing/stand-ins.ts';
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
  web.world.parkedLetters = false;
  web.world.putBackAt = undefined;
  web.world.settledLetters = false;
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
  expect(text).toContain('3件、戻していないもの <b>3件</b>、止めてあるもの <b>0件</b>');
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

test('a program puts them back as the page does', async () => {
  const asked = { which: 'chosen', positions: ['0/3'], reason };
  const got = await operator.json('POST', '/api/dead-letters/settle', asked);
  expect(JSON.parse(got.text)).toEqual({ positions: ['0/3', '0/4'], events: 1, cutOff: false });
  web.world.kafkaAway = true;
  const away = await operator.json('POST', '/api/dead-letters/settle', asked);
  expect(JSON.parse(away.text).code).toBe('KAFKA_AWAY');
});

test('all are put back but what a stranger wrote, which can’t be', async () => {
  await operator.post(page, { which: 'all', reason });
  expect(web.heard).toEqual(['back on shipping.facts: 0/3 0/4']);
  web.heard.length = 0;
  await operator.post(page, { which: 'chosen', position: '0/5', reason });
  expect(web.heard).toEqual([]);
  expect((await operator.get(page)).text).toContain('お探しのものが見つかりません');
});

test('what a stranger wrote is dismissed with a reason, which is written down', async () => {
  const away = 'よその機械のあやまり';
  await operator.post(page, { which: 'dismissed', position: '0/5', reason: away });
  expect(web.heard).toEqual(['dismissed: 0/5']);
  expect((await operator.get(page)).text).toContain('1件を済みにしました');
  const deeds = await web.database.audit.findMany({ where: { action: 'dismissDeadLetters', reason: away } });
  expect(deeds.map(({ subject, outcome }) => [subject, outcome])).toEqual([['dead letter 0/5', 'done']]);
  expect((await operator.post(page, { which: 'dismissed', position: '0/5', reason: '' })).status).toBe(422);
});

test('a parked copy is put back as a whole, or goes on without what is dismissed', async () => {
  web.world.parkedLetters = true;
  const { text } = await operator.get(page);
  expect(text).toContain('5件、戻していないもの <b>3件</b>、止めてあるもの <b>1件</b>');
  expect(text).toContain('止めたものの後ろで待っています');
  expect(text).toContain(`href="/timeline/${followedReservation}"`);
  expect(text).toContain(`href="/timeline?q=${lostParcel}"`);
  await operator.post(page, { which: 'chosen', position: '0/7', reason });
  await operator.post(page, { which: 'dismissed', position: '0/6', reason });
  expect(web.heard).toEqual(['back on catalog.facts: 0/6 0/7', 'dismissed: 0/6, and copy-2 goes on']);
});

test('with nothing chosen it says so, and what was said of an earlier act is gone', async () => {
  for (const which of ['chosen', 'dismissed']) {
    await operator.post(page, { which: 'chosen', position: '0/4', reason });
    expect((await operator.get(page)).text).toContain('1件を戻しました');
    await operator.post(page, { which, reason });
    const { text } = await operator.get(page);
    expect([text.includes('1件も選ばれていません'), text.includes('1件を戻しました')]).toEqual([true, false]);
  }
});

test('what is settled can’t be chosen, and is neither put back nor dismissed when it is sent all the same', async () => {
  web.world.settledLetters = true;
  const { text } = await operator.get(page);
  const choosable = [...text.matchAll(/name="position" value="([^"]+)"/g)].map(([, position]) => position);
  expect(choosable).toEqual(['0/5', '0/4', '0/3']);
  expect(text).toContain('0/8');
  for (const [which, position, action] of [
    ['chosen', '0/8', 'putBackDeadLetters'],
    ['chosen', '0/9', 'putBackDeadLetters'],
    ['dismissed', '0/9', 'dismissDeadLetters'],
  ] as const) {
    await operator.post(page, { which, position, reason });
    expect((await operator.get(page)).text).toContain('済んだ知らせが選ばれています');
    const subject = `dead letter ${position}`;
    const deed = { action, subject, outcome: 'LETTER_SETTLED' };
    expect(await web.database.audit.count({ where: deed })).toBe(1);
  }
  expect(web.heard).toEqual([]);
});

test('a parked copy that was put back is being tried for half a minute, and is stuck only after that', async () => {
  web.world.parkedLetters = true;
  const saidAfter = async (seconds: number) => {
    web.world.putBackAt = new Date(Date.now() - seconds * 1000);
    const { text } = await operator.get(page);
    return ['に戻しました。いま処理しています', 'に戻しましたが、まだ止まっています'].map((words) =>
      text.includes(words),
    );
  };
  expect(await saidAfter(1)).toEqual([true, false]);
  expect(await saidAfter(20)).toEqual([true, false]);
  expect(await saidAfter(31)).toEqual([false, true]);
});

test('the operators’ first page counts what is stuck, in red, and what can’t be told it does not count', async () => {
  const red = (id: string) => new RegExp(`<section class="s-block" id="${id}"[^>]*data-tone="stop"`);
  const { text } = await operator.get('/');
  expect(text).toMatch(red('letters'));
  expect(text).toContain('読めなかった知らせ<b>3件');
  expect(text).not.toMatch(red('stuck'));
  web.world.parkedLetters = true;
  web.world.stuckProcesses = [
    {
      workflowId: 'nightly-erasure-2026-11-24',
      reservationId: undefined,
      trouble: 'nightFailed',
      since: instant('2026-11-23T18:00:00Z'),
    },
  ];
  const later = (await operator.get('/')).text;
  expect(later).toContain('不具合で止めてある鍵</dt><dd>1件');
  expect(later).toMatch(red('stuck'));
  expect(later).toContain('夜の仕事の一部が終わりませんでした');
  expect((await operator.get('/timeline/views')).text).toContain('夜の仕事の一部が終わりませんでした');
  Object.assign(web.world, { stuckProcesses: [], kafkaAway: true });
  const away = await operator.get('/');
  expect(away.status).toBe(200);
  expect(away.text).toMatch(/id="letters"(?:(?!<\/section>).)*Kafka が答えないため、数えられません/s);
});

test('with Kafka away the page says so, and nothing else is the worse for it', async () => {
  web.world.kafkaAway = true;
  const got = await operator.get(page);
  expect([got.status, got.text.includes('Kafka につながらないため')]).toEqual([200, true]);
  await operator.post(page, { which: 'dismissed', reason });
  expect((await operator.post(page, { which: 'all', reason })).location).toBe(page);
  expect((await operator.get(page)).text).toContain('Kafka につながらないため、できませんでした。');
  expect((await operator.get('/timeline/views')).status).toBe(200);
});

test('it is the operators’ alone', async () => {
  for (const account of ['desk', 'uto']) {
    const other = await signedInAt(web.service.url, account);
    expect((await other.get(page)).location).toBe('/?not-allowed=1');
    expect((await other.post(page, { which: 'all', reason })).location).toBe('/?not-allowed=1');
  }
});
