import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formOn } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

test('chosen volumes are reserved in their order, however they were ticked; one is too few', async () => {
  const hanako = await signedIn(web);
  await hanako.get('/records/T000000007/volumes');
  const send = (v: string[]) => hanako.post('/records/T000000007/volumes', { how: 'order', v });
  const few = await send(['6']);
  const tooFew = (await hanako.get(few.location ?? '')).text;
  expect(tooFew).toContain('2点以上選んでください。');
  const ticked = tooFew.match(/<input(?=[^>]*type="checkbox")(?=[^>]* checked)[^>]*>/g) ?? [];
  expect(ticked).toEqual([expect.stringContaining('value="6"')]);
  const chosen = await send(['7', '6']);
  expect(chosen.location).toBe('/reading-order?of=7&v=7&v=6');
  const page = await hanako.get(chosen.location ?? '');
  expect(page.text).toMatch(/甲源一刀流の巻.*鈴鹿山の巻/s);
  const form = formOn(page, '/reading-order');
  form.set('pickup', 'uto');
  form.set('when', 'handedOut');
  const opened = await hanako.send('POST', '/reading-order', { body: form.toString() });
  expect(opened.location).toBe('/my-library?ordered=1#orders');
  expect(web.account.readingOrders).toMatchObject([
    { early: false, pickupLibrary: 'uto', volumes: [{ recordId: '6' }, { recordId: '7' }] },
  ]);
  expect(web.heard.admissions).toEqual([form.get('first')]);
  // A refusal stands above the same choices, and the next form is another one.
  const again = await hanako.send('POST', '/reading-order', { body: form.toString() });
  expect([again.status, again.text.includes('data-refusal="RESERVATION_LIMIT"')]).toEqual([409, true]);
  expect(formOn(again, '/reading-order').get('orderId')).not.toBe(form.get('orderId'));
});

test('My Library shows how each volume stands, and what can be done', async () => {
  const hanako = await signedIn(web);
  const page = await hanako.get('/my-library?ordered=1');
  for (const words of ['読みたい順予約を受け付けました。', '予約しています', '順番が来たら予約します'])
    expect(page.text).toContain(words);
  const [order] = web.account.readingOrders;
  if (!order) throw new Error('There is no order');
  const change = (wish: string) => hanako.post(`/reading-orders/${order.orderId}`, { do: wish });
  expect((await change('early')).location).toBe('/my-library#orders');
  const early = (await hanako.get('/my-library')).text;
  // How it is now, and what the button changes it to.
  expect(early).toContain('次のものは、前のものが受取可能になったときに予約します。');
  expect(early).toContain('前のものを受け取ってから次を予約するように変える');
  const pickup = await hanako.get(`/reading-orders/${order.orderId}/pickup`);
  const chosen = formOn(pickup, `/reading-orders/${order.orderId}/pickup`);
  expect(chosen.get('pickup')).toBe('uto');
  chosen.set('pickup', 'pref');
  const body = chosen.toString();
  const changed = await hanako.send('POST', `/reading-orders/${order.orderId}/pickup`, { body });
  expect([changed.location, order.pickupLibrary]).toEqual(['/my-library#orders', 'pref']);
  expect((await hanako.get('/my-library')).text).toMatch(/これから予約するものの受取館：.*県立図書館/s);
  const [first, second] = order.volumes;
  if (first) first.stands = 'had';
  const offered = /前のものを受け取ってから次を予約する.*?<\/button>/s.exec(
    (await hanako.get('/my-library')).text,
  )?.[0];
  expect([offered?.includes(first?.title ?? ''), offered?.includes(second?.title ?? '')]).toEqual([
    false,
    true,
  ]);
  if (first) first.stands = 'missed';
  if (second) second.refusal = 'PICKUP_LIBRARY_PAUSED';
  expect((await hanako.get('/my-library')).text).toMatch(/お渡しできませんでした.*とばして次へ進む/s);
  await change('stop');
  expect((await hanako.get('/my-library')).text).not.toContain('読みたい順予約');
  expect((await hanako.post('/reading-orders/nonsense', { do: 'stop' })).status).toBe(404);
});

test('where the catalog refuses the first, there is no order', async () => {
  const hanako = await signedIn(web);
  const page = await hanako.get('/reading-order?of=7&v=7&v=6');
  const form = formOn(page, '/reading-order');
  form.set('pickup', 'uto');
  form.set('when', 'handedOut');
  web.world.process = { code: 'REFERENCE_ONLY' };
  const refused = await hanako.send('POST', '/reading-order', { body: form.toString() });
  web.world.process = 'answers';
  expect(refused.text).toContain('data-refusal="REFERENCE_ONLY"');
  expect(web.account.readingOrders).toEqual([]);
});
