import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { catalogApi } from '@toshobin/contracts';
import type { Visitor } from '@toshobin/web/testing';
import { filledIn, press } from '../testing/press.ts';
import { lostLoan, overdueLoan, settledLoan } from '../testing/settling-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb({ now: () => new Date('2026-11-24T02:00:00Z') });
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.refused.clear();
});

const reason = '新品を受け取った';
const deeds = async () => {
  const rows = await web.database.audit.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ action, subject, outcome, role, reason: why }) => ({
    action,
    subject,
    outcome,
    role,
    why,
  }));
};

test('the list names what has not come back, the longest overdue first, and what was settled today', async () => {
  const page = (await desk.get('/settle')).text;
  expect(page).toContain('返らない資料の手続き　2点');
  expect(page).toContain('延滞中（期限から83日）');
  expect(page).toContain('返却受付済・返送中に紛失');
  expect(page).toContain('今日、弁償で終えました');
  expect(page).toContain('遠野物語');
  expect(page).toContain('382.1 ヤナ');
  expect(page).toContain('下4桁');
  expect(page).not.toContain('例山');
});

test('a loan is settled in three steps: which one, which way and what changes, and the reason', async () => {
  const ways = await desk.get(`/settle/${overdueLoan}`);
  expect(ways.text).not.toContain('こう変わります');
  for (const how of ['returned', 'paid', 'writtenOff']) {
    expect(ways.text).toContain(`href="/settle/${overdueLoan}?how=${how}"`);
  }
  const chosen = await desk.get(`/settle/${overdueLoan}?how=paid`);
  expect(chosen.text).toContain('弁償：こう変わります');
  // What goes with the last copy is said before.
  expect(chosen.text).toMatch(/予約 \d件[^<]*続きます/);
  expect((await desk.get(`/settle/${overdueLoan}?how=returned`)).text).not.toMatch(/予約 \d件/);
  const action = `/settle/${overdueLoan}`;
  expect((await press(desk, action, filledIn(chosen, action, { reason: ' ' }))).status).toBe(422);
  const pressed = await press(desk, action, filledIn(chosen, action, { reason }));
  expect(pressed.location).toBe('/settle');
  expect((await desk.get('/settle')).text).toContain('弁償で終えました');
  expect(web.heard).toEqual([`settle paid by desk as prefecturalDesk because ${reason}`]);
  expect((await deeds()).at(-1)).toEqual({
    action: 'settleAsPaid',
    subject: `reservation ${overdueLoan}`,
    outcome: 'done',
    role: 'prefecturalDesk',
    why: reason,
  });
});

test.each([
  ['settled by somebody else', 'ALREADY_SETTLED', 'この貸出の手続きは、もう済んでいます。'],
  ['brought home', 'NOT_TO_SETTLE', '長い延滞でも紛失でもない貸出です。'],
] as const)('what was %s meanwhile is said, and nothing is done', async (_, code, sentence) => {
  web.world.refused.set(catalogApi.settleLoan.path, code);
  const action = `/settle/${lostLoan}`;
  const chosen = await desk.get(`${action}?how=writtenOff`);
  expect(chosen.text).toContain('貸出に数えていません');
  await press(desk, action, filledIn(chosen, action, { reason }));
  expect((await desk.get('/settle')).text).toContain(sentence);
  expect((await deeds()).at(-1)).toMatchObject({ action: 'settleAsWrittenOff', outcome: code });
});

test('what is not to be settled has no page', async () => {
  const gone = await desk.get(`/settle/${randomUUID()}`);
  expect(gone.status).toBe(404);
  expect(gone.text).toContain('手続きの要る貸出ではありません。');
});

test('what was settled today is taken back', async () => {
  const action = `/settle/${settledLoan}/undo`;
  const page = await desk.get(`/settle/${settledLoan}`);
  expect(page.text).not.toContain('?how=');
  await press(desk, action, filledIn(page, action, { reason }));
  expect((await desk.get('/settle')).text).toContain('元に戻しました');
  expect(web.heard).toEqual(['take back by desk']);
  expect((await deeds()).at(-1)).toMatchObject({
    action: 'takeBackSettlement',
    outcome: 'done',
    why: reason,
  });
});

test('the same over JSON, for the prefectural desk alone', async () => {
  const listed = await desk.json('GET', '/api/unreturned-loans', undefined);
  expect(JSON.parse(listed.text).rows).toHaveLength(3);
  const path = `/api/reservations/${overdueLoan}/settlement`;
  const body = { factId: randomUUID(), how: 'returned', reason };
  expect((await desk.json('POST', path, body)).status).toBe(200);
  web.world.refused.set(catalogApi.settleLoan.path, 'NOT_TO_SETTLE');
  const refused = await desk.json('POST', path, body);
  expect([refused.status, JSON.parse(refused.text).code]).toEqual([409, 'NOT_TO_SETTLE']);
  expect((await desk.json('POST', `${path}/undo`, { reason })).status).toBe(200);
  for (const account of ['uto', 'operator', 'admin']) {
    const other = await signedInAt(web.service.url, account);
    expect((await other.json('POST', path, body)).status).toBe(403);
    expect((await other.get('/settle')).location).toBe('/?not-allowed=1');
  }
});
