import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Visitor } from '@toshobin/web/testing';
import { closureId } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.refused.clear();
});

const days = { from: '2026-12-10', until: '2026-12-12' };

test('libraries: a closure is entered and taken back, a library paused and changed', async () => {
  expect((await desk.get('/libraries')).text).toContain('大雪');
  await desk.post('/closures', { factId: randomUUID(), library: 'uto', ...days, reason: '台風' });
  expect((await desk.get('/libraries')).text).toContain('臨時休館を登録しました');
  await desk.post(`/closures/${closureId}/take-back`, { factId: randomUUID() });
  await desk.post('/dispatch-pauses', { factId: randomUUID(), kind: 'closure', ...days });
  expect((await desk.get('/libraries/uto')).text).toContain('宇土市立図書館');
  const change = {
    factId: randomUUID(),
    phone: '096-000-0002',
    postcode: '０００００１１',
    address1: '例県例市例町11番地',
    address2: '',
    address3: '例会館2階',
    closedWeekdays: ['1', '2'],
    arrival: 'scan',
  };
  await desk.post('/libraries/uto', change);
  await desk.post('/libraries/uto/pause', { factId: randomUUID(), pausedFrom: '2027-01-10', reopens: '' });
  expect((await desk.get('/libraries/uto')).text).toContain('受取を休止します');
  await desk.post('/libraries/uto/pause', { factId: randomUUID() });
  expect((await desk.get('/libraries/uto')).text).toContain('受取を再開します');
  expect(web.heard.map((word) => word.split(' desk')[0])).toEqual([
    'closure',
    'take back',
    'pause dispatch',
    'change library to 000-0011 例県例市例町11番地/例会館2階',
    'pause',
    'pause',
  ]);
  const page = (await desk.get('/libraries/uto')).text;
  expect(page).toContain('value="例県例市例町2番地"');
  const wrong = await desk.post('/libraries/uto', { ...change, factId: randomUUID(), postcode: '12' });
  expect(wrong.status).toBe(422);
  expect((await desk.get('/libraries/nowhere')).status).toBe(404);
});

test('a closure is entered only after it was shown what it would move', async () => {
  const asked = `/closures/new?of=uto&from=2026-12-10&until=2026-12-12&reason=${encodeURIComponent('大雪')}`;
  const page = (await desk.get(asked)).text;
  expect(page).toContain('2／2　登録する前に確かめます');
  expect(page).toMatch(/<b>4件<\/b>.*<s>12月10日（木）<\/s>.*12月13日（日）/s);
  expect(page).toContain('期限の動く9件の方');
  expect(page).toContain('name="library" value="uto"');
  expect(web.heard).toEqual([]);
  expect((await desk.get('/closures/new?of=uto&from=2026-12-12&until=2026-12-10&reason=x')).status).toBe(422);
});
