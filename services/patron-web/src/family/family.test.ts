import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Device, Visitor } from '@toshobin/web/testing';
import { forgetSessions } from '../sessions/forget-sessions.ts';
import { newAccount, RIGHT_PASSWORD } from '../testing/fake-patron.ts';
import { hanako as hanakoId, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
beforeEach(async () => {
  Object.assign(web.account, newAccount());
  Object.assign(web.world, { scope: 'full', cardStatus: 'valid' });
  await web.database.device.deleteMany();
});
afterEach(() => web.database.signInAttempt.deleteMany());
afterAll(() => web.stop());

async function signIn(device: Device): Promise<void> {
  await device.get('/sign-in');
  const got = await device.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
  if (got.status !== 303) throw new Error(`the sign-in was answered with ${got.status}`);
}
async function remembering(nickname = 'はなこ'): Promise<{ device: Device; id: string }> {
  const device = new Device(web.service.url);
  await signIn(device);
  await device.get('/family');
  await device.post('/family/remember', { nickname });
  const { id } = await web.database.rememberedCard.findFirstOrThrow();
  return { device, id };
}

test('nothing is remembered of whoever did not ask', async () => {
  const device = new Device(web.service.url);
  await signIn(device);
  await device.get('/family');
  expect(device.has('device')).toBe(false);
  expect(await web.database.device.count()).toBe(0);
});

test('a remembered card asks for its password alone: one at a time, and the one before is signed out', async () => {
  const { device, id } = await remembering();
  expect(device.has('toshobin-device')).toBe(true);
  const list = await device.get('/family');
  expect(list.text).toContain('はなこ');
  expect(list.text).toContain('今ログインしています');
  // Signed in, the card's page leads back: nobody is changed to without signing out.
  expect((await device.get(`/family/${id}`)).location).toBe('/family');
  expect((await device.post('/family/switch', { id })).location).toBe(`/family/${id}`);
  expect((await device.get('/my-library')).location).toContain('/sign-in');
  const page = await device.get(`/family/${id}`);
  expect(page.text).toContain('下4桁 2340');
  expect(page.text).not.toContain('20012340');
  expect((await device.get('/sign-in')).text).toContain(`/family/${id}`);
  await device.get(`/family/${id}`);
  const wrong = await device.post(`/family/${id}`, { password: 'wrong' });
  expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('パスワードが違うようです')]);
  expect((await device.post(`/family/${id}`, { password: RIGHT_PASSWORD })).location).toBe('/my-library');
  expect((await device.get('/privacy')).status).toBe(200);
});

test('before they reserve, a family sees for which of its cards', async () => {
  const { device } = await remembering('長男');
  const check = async (visitor: Visitor) => {
    await visitor.get('/basket');
    await visitor.post('/basket/add', { recordId: '1' });
    return (await visitor.get('/reserve/confirm?pickup=uto')).text;
  };
  expect(await check(device)).toMatch(/貸出カード<\/dt>.*長男.*下4桁 <[^>]*>2340/s);
  // Whose browser remembers no card has no other one.
  const alone = new Device(web.service.url);
  await signIn(alone);
  expect(await check(alone)).not.toContain('貸出カード</dt>');
});

test('a sign-in with a remembered card keeps it for another half a year, in the browser too', async () => {
  const { device, id } = await remembering();
  const lastUsedAt = new Date(Date.now() - 179 * 86_400_000);
  await web.database.device.updateMany({ data: { lastUsedAt } });
  await device.post('/family/switch', { id });
  await device.get(`/family/${id}`);
  const wrong = await device.post(`/family/${id}`, { password: 'wrong' });
  expect(wrong.headers.getSetCookie()).toEqual([]);
  expect(await web.database.device.findFirst()).toMatchObject({ lastUsedAt });
  const got = await device.post(`/family/${id}`, { password: RIGHT_PASSWORD });
  expect(got.headers.getSetCookie()).toEqual([
    expect.stringContaining('toshobin-patron'),
    expect.stringContaining('toshobin-known'),
    expect.stringMatching(/^toshobin-device.*Max-Age=15552000/),
  ]);
  await forgetSessions(web.database, new Date(Date.now() + 179 * 86_400_000));
  expect(await web.database.rememberedCard.count()).toBe(1);
});

test('another browser sees none of it, whatever it asks', async () => {
  const { id } = await remembering();
  const stranger = new Device(web.service.url);
  await stranger.get('/sign-in');
  expect((await stranger.get('/sign-in')).text).not.toContain('はなこ');
  expect((await stranger.get('/family')).text).not.toContain('はなこ');
  expect((await stranger.get(`/family/${id}`)).location).toBe('/family');
  await stranger.get('/family');
  const got = await stranger.post(`/family/${id}`, { password: RIGHT_PASSWORD });
  expect(got.location).toBe('/family');
  await stranger.post('/family/forget', { id });
  expect(await web.database.rememberedCard.count()).toBe(1);
});

test('guessing with a remembered card is counted like any sign-in', async () => {
  const { device, id } = await remembering();
  await device.post('/family/switch', { id });
  await device.get(`/family/${id}`);
  for (let n = 0; n < 20; n += 1) await device.post(`/family/${id}`, { password: `wrong ${n}` });
  const other = { cardNumber: '20012340', password: RIGHT_PASSWORD };
  expect((await new Visitor(web.service.url).json('POST', '/api/session', other)).status).toBe(429);
});

test('an initial password goes on to choosing one, by this way too', async () => {
  const { device, id } = await remembering();
  await device.post('/family/switch', { id });
  web.world.scope = 'choosePassword';
  await device.get(`/family/${id}`);
  expect((await device.post(`/family/${id}`, { password: RIGHT_PASSWORD })).location).toBe('/password');
});

test('six cards a browser, each once; the seventh is refused, and one that is removed makes room', async () => {
  const { device } = await remembering();
  await device.post('/family/remember', { nickname: 'わたし' });
  expect(await web.database.rememberedCard.findMany()).toMatchObject([{ nickname: 'わたし', slot: 1 }]);
  const { id: deviceId } = await web.database.device.findFirstOrThrow();
  for (let slot = 2; slot <= 6; slot += 1) {
    const card = { id: randomUUID(), patronId: randomUUID(), cardLast4: '0000', nickname: `${slot}` };
    await web.database.rememberedCard.create({ data: { deviceId, slot, ...card } });
  }
  await web.database.rememberedCard.deleteMany({ where: { patronId: hanakoId } });
  const again = await device.post('/family/remember', { nickname: 'わたし' });
  expect(again.location).toBe('/family');
  const other = { id: randomUUID(), patronId: randomUUID(), cardLast4: '0000', nickname: '7' };
  await expect(
    web.database.rememberedCard.create({ data: { deviceId, slot: 7, ...other } }),
  ).rejects.toThrow();
  await web.database.rememberedCard.updateMany({
    where: { patronId: hanakoId },
    data: { patronId: randomUUID() },
  });
  const full = await device.post('/family/remember', { nickname: 'わたし' });
  expect([full.status, full.text]).toEqual([409, expect.stringContaining('6枚までです')]);
});

test('removed, the last card takes the cookie with it; after half a year without use it goes by itself', async () => {
  const { device, id } = await remembering();
  await device.post('/family/forget', { id });
  expect(device.has('toshobin-device')).toBe(false);
  expect(await web.database.device.count()).toBe(0);
  await remembering();
  await forgetSessions(web.database, new Date(Date.now() + 181 * 86_400_000));
  expect(await web.database.rememberedCard.count()).toBe(0);
});

test.each(['', ' ', 'あ'.repeat(21), `${'あ'.repeat(19)}😀😀`, 'a\u202eb', 'a\nb'])(
  '%j is no nickname',
  async (nickname) => {
    const device = new Device(web.service.url);
    await signIn(device);
    await device.get('/family');
    expect((await device.post('/family/remember', { nickname })).status).toBe(422);
  },
);
