import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  callers,
  makeBarcode,
  PatronIdSchema,
  PREFECTURAL_LIBRARY,
  ProblemSchema,
  patronApi,
  RecordIdSchema,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { calendarDate } from '@toshobin/lending-rules';
import { type RunningService, type ServiceClient, serviceClient, startService } from '@toshobin/service';
import { againstTheTable, tokenOf } from '@toshobin/service/testing';
import { demoPassword } from '../demo/demo-patrons.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { patronRoutes } from './patron-routes.ts';

const token = 'a-token-of-the-tests-alone';
let service: PatronTestService;
let running: RunningService;
let client: ServiceClient;
beforeAll(async () => {
  service = await openPatronService();
  running = await startService({
    name: 'patron',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: service.deps.log,
    sentenceValues: { phone: service.deps.settings.libraryPhone },
    routes: patronRoutes(service.deps, {
      'patron-web': [token, tokenOf['patron-web']],
      'staff-web': [token, tokenOf['staff-web'], 'the-next-token-of-the-desk'],
      patron: [token, tokenOf.patron],
    }),
    signals: false,
  });
  client = serviceClient(running.url, token, { timeoutMs: 30_000 });
});
afterAll(async () => {
  await running.stop();
  await service.close();
});

const at = () => service.deps.now();

test('from sign-in to My Library and the desk, as the front ends ask', async () => {
  const cardNumber = makeBarcode('card', 1);
  const signedIn = await client.call(patronApi.signIn, {
    body: { cardNumber, password: demoPassword, at: at() },
  });
  if (!signedIn.ok) throw new Error(signedIn.refusal.code);
  const { patronId } = signedIn.value;
  const reservationId = ReservationIdSchema.parse(randomUUID());
  const body = {
    reservationId,
    recordId: RecordIdSchema.parse('42'),
    title: '坊っちゃん',
    pickupLibrary: 'pref',
    appliedAt: at(),
  };
  const applied = await client.call(patronApi.apply, { params: { patronId }, body });
  expect(applied).toMatchObject({ ok: true, value: { reservationId } });
  expect(await client.call(patronApi.readPatron, { params: { patronId } })).toMatchObject({
    value: { cardNumber, reservations: 1, loans: 0, reservationLimit: 10, lastPickupLibrary: 'pref' },
  });
  expect(await client.call(patronApi.myLibrary, { params: { patronId } })).toMatchObject({
    value: { rows: [{ reservationId, title: '坊っちゃん', state: 'requested', open: true }] },
  });
  const resolved = await client.call(patronApi.resolveCard, {
    body: { cardNumber: `A${cardNumber}A`, at: at() },
  });
  expect(resolved).toMatchObject({
    value: { cardStatus: 'valid', reservations: [{ reservationId }], reserved: 1 },
  });
  expect(JSON.stringify(resolved)).not.toContain('坊っちゃん');
  const reservationIds = [reservationId, ReservationIdSchema.parse(randomUUID())];
  expect(await client.call(patronApi.cardDigits, { body: { reservationIds } })).toEqual({
    ok: true,
    value: { cards: [{ reservationId, cardLast4: cardNumber.slice(-4) }] },
  });
  const { number: reservationNumber } = await service.db.application.findUniqueOrThrow({
    where: { reservationId },
  });
  expect(await client.call(patronApi.numbersOfReservations, { body: { reservationIds } })).toEqual({
    ok: true,
    value: { numbers: [{ reservationId, reservationNumber }] },
  });
  const byNumber = { params: { reservationNumber } };
  expect(await client.call(patronApi.reservationOfNumber, byNumber)).toEqual({
    ok: true,
    value: { reservationId },
  });
  const unknown = { params: { reservationNumber: '9999999' } };
  expect(await client.call(patronApi.reservationOfNumber, unknown)).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
  expect(await client.call(patronApi.claimLoan, { body: { reservationId, at: at() } })).toEqual({
    ok: true,
    value: { slot: 1, made: true },
  });
  expect(await client.call(patronApi.releaseLoanClaim, { body: { reservationId, at: at() } })).toEqual({
    ok: true,
    value: { released: true },
  });
});

test('what a patron chose, what was kept, and the password once more, as the front ends ask', async () => {
  const cardNumber = makeBarcode('card', 2);
  const patronId = PatronIdSchema.parse(await service.patronId(cardNumber));
  const params = { patronId };
  expect(await client.call(patronApi.readPatron, { params })).toMatchObject({
    value: {
      expiresOn: null,
      preferences: { titlesInMail: true, handedInMail: false, mailLanguage: 'ja', keepHistory: false },
    },
  });
  const wanted = { titlesInMail: false, handedInMail: true, mailLanguage: 'en', keepHistory: true } as const;
  expect(await client.call(patronApi.changePreferences, { params, body: wanted })).toEqual({
    ok: true,
    value: wanted,
  });
  // A preference that is left out stays as it is.
  const changed = { ...wanted, handedInMail: false };
  expect(await client.call(patronApi.changePreferences, { params, body: { handedInMail: false } })).toEqual({
    ok: true,
    value: changed,
  });
  expect(await client.call(patronApi.readPatron, { params })).toMatchObject({
    value: { preferences: changed },
  });
  const empty = { total: 0, page: 1, pageSize: 20, rows: [] };
  expect(await client.call(patronApi.history, { params, query: { page: 1 } })).toEqual({
    ok: true,
    value: empty,
  });
  expect(await client.call(patronApi.forgetHistory, { params, body: {} })).toEqual({
    ok: true,
    value: { forgotten: 0 },
  });
  const check = (password: string) =>
    client.call(patronApi.checkPassword, { params, body: { password, at: at() } });
  expect(await check(demoPassword)).toEqual({ ok: true, value: { right: true } });
  expect(await check('wrong')).toMatchObject({ refusal: { code: 'SIGN_IN_FAILED' } });
  const nobody = { patronId: PatronIdSchema.parse(randomUUID()) };
  for (const answer of [
    client.call(patronApi.changePreferences, { params: nobody, body: wanted }),
    client.call(patronApi.history, { params: nobody, query: { page: 1 } }),
    client.call(patronApi.forgetHistory, { params: nobody, body: {} }),
  ]) {
    expect(await answer).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  }
});

test('a desk that reads a copy in place of a card, or a card that is none, is told so', async () => {
  const resolve = (cardNumber: string) =>
    client.call(patronApi.resolveCard, { body: { cardNumber, at: at() } });
  expect(await resolve(makeBarcode('copy', 1))).toMatchObject({
    refusal: { code: 'BARCODE_WRONG_KIND', values: { expected: '貸出カード', actual: '資料' } },
  });
  expect(await resolve('12345')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect(await resolve(makeBarcode('card', 999))).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
});

test('an id that nobody has is not found, and claims nothing', async () => {
  const patronId = PatronIdSchema.parse(randomUUID());
  const reservationId = ReservationIdSchema.parse(randomUUID());
  expect(await client.call(patronApi.readPatron, { params: { patronId } })).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
  expect(await client.call(patronApi.myLibrary, { params: { patronId } })).toEqual({
    ok: true,
    value: { rows: [] },
  });
  expect(await client.call(patronApi.claimLoan, { body: { reservationId, at: at() } })).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

test('without the token nothing is answered, and bad input is a problem with its place', async () => {
  expect((await fetch(`${running.url}/patrons/${randomUUID()}`)).status).toBe(401);
  const answer = await fetch(`${running.url}/card-resolutions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cardNumber: 1, at: '2026-02-30T00:00:00Z' }),
  });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    faults: [{ where: 'body.cardNumber' }, { where: 'body.at' }],
  });
});

const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };
const application = {
  applicationId: randomUUID(),
  name: '申込 みどり',
  nameReading: 'もうしこみ みどり',
  birthDate: calendarDate('1961-04-05'),
  postcode: '862-0001',
  address: '熊本市見本町1-2-3',
  phone: null,
  email: 'midori@example.jp',
};

test('cards, from the application to the renewal, as the front ends ask', async () => {
  const body = { application, channel: 'online' as const, at: at() };
  expect(await client.call(patronApi.applyForCard, { body })).toMatchObject({
    value: { applicationId: application.applicationId },
  });
  const params = { applicationId: application.applicationId };
  expect(
    await client.call(patronApi.checkCardApplication, { params, body: { approved: true, at: at(), by } }),
  ).toEqual({ ok: true, value: { state: 'approved', applicationNumber: expect.stringMatching(/^\d{5}$/) } });
  expect(await client.call(patronApi.cardApplications, {})).toMatchObject({
    value: { applications: [{ ...application, state: 'approved' }] },
  });
  const cardNumber = makeBarcode('card', 101);
  const patronId = PatronIdSchema.parse(await service.patronId(cardNumber));
  const suspended = { cardNumber, suspended: true, reason: '返却のご相談', at: at(), by };
  expect(await client.call(patronApi.suspendCard, { body: suspended })).toMatchObject({
    value: { cardNumber, suspended: true },
  });
  expect(
    await client.call(patronApi.askForRenewal, { params: { patronId }, body: { at: at() } }),
  ).toMatchObject({ ok: true });
  expect(await client.call(patronApi.cardRenewals, {})).toMatchObject({
    value: { renewals: [{ cardNumber }] },
  });
  const expiresOn = calendarDate('2031-11-30');
  expect(
    await client.call(patronApi.renewCard, { body: { cardNumber, expiresOn, at: at(), by } }),
  ).toMatchObject({ value: { expiresOn } });
  expect(
    await client.call(patronApi.replaceCard, { body: { cardNumber, reason: '紛失', at: at(), by } }),
  ).toMatchObject({ value: { expiresOn } });
  expect(await client.call(patronApi.findByCard, { body: { cardNumber, at: at() } })).toMatchObject({
    value: { patronId, givenWasReplaced: true, cardStatus: 'suspended' },
  });
});

test('help for who forgot the card or the password, as the front ends ask', async () => {
  const cardNumber = makeBarcode('card', 102);
  const patronId = PatronIdSchema.parse(await service.patronId(cardNumber));
  const released = await client.call(patronApi.releaseWithoutCard, {
    body: { cardNumber, library: 'uto', reason: '本人確認済み', at: at(), by },
  });
  const code = released.ok ? released.value.code : '';
  expect(
    await client.call(patronApi.resolveCard, { body: { cardNumber: code, library: 'uto', at: at() } }),
  ).toMatchObject({ value: { cardLast4: cardNumber.slice(-4) } });
  expect(
    await client.call(patronApi.issueLetterCode, {
      params: { patronId },
      body: { reason: '本人確認済み', at: at(), by },
    }),
  ).toMatchObject({ value: { validUntil: '2026-12-24' } });
  expect(
    await client.call(patronApi.sendTestMail, {
      params: { patronId },
      body: { wishId: randomUUID(), at: at() },
    }),
  ).toMatchObject({
    ok: true,
  });
  const wish = { wishId: randomUUID(), cardNumber, birthDate: calendarDate('1961-01-15'), at: at() };
  expect(await client.call(patronApi.requestPasswordReset, { body: wish })).toMatchObject({ ok: true });
  const use = { token: 'x'.repeat(43), password: '秋の夜長に本を読む人', at: at() };
  expect(await client.call(patronApi.resetPassword, { body: use })).toMatchObject({
    refusal: { code: 'LINK_EXPIRED' },
  });
  const reservationId = ReservationIdSchema.parse(randomUUID());
  expect(await client.call(patronApi.patronOfReservation, { params: { reservationId } })).toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

test.each([
  ['a day that does not exist', { birthDate: '1961-02-30' }, 'body.application.birthDate'],
  ['a day that has not been', { birthDate: '2999-01-01' }, 'body.application.birthDate'],
  ['a name of blanks', { name: '　 ' }, 'body.application.name'],
  ['a postcode of letters', { postcode: 'ABC-DEFG' }, 'body.application.postcode'],
  ['no real address', { email: 'midori@' }, 'body.application.email'],
  ['a telephone number with words', { phone: '電話なし' }, 'body.application.phone'],
])('an application with %s is told where the fault is', async (_what, parts, where) => {
  const faults = await faultsOf('/card-applications', {
    application: { ...application, ...parts },
    channel: 'online',
    at: at(),
  });
  expect(faults).toMatchObject([{ where }]);
});

test('who declines an application says why', async () => {
  const path = `/card-applications/${application.applicationId}/check`;
  expect(await faultsOf(path, { approved: false, at: at(), by })).toMatchObject([{ where: 'body.reason' }]);
});

/** What is wrong with a body, place by place. */
async function faultsOf(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(422);
  return ProblemSchema.parse(await answer.json()).faults;
}

test.each(callers)('%s may ask exactly what the table gives it, over every address', async (caller) => {
  expect(await againstTheTable(running.url, caller, Object.values(patronApi))).toEqual([]);
});

test('the patrons’ web suspends no card, whatever it claims; the desk does with either of two tokens', async () => {
  const body = {
    cardNumber: '20000000',
    reason: '名義の確認',
    at: at(),
    by: { account: 'desk', role: 'desk' },
  };
  const asWhom = (shown: string) =>
    fetch(`${running.url}${patronApi.suspendCard.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shown}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then(({ status }) => status);
  expect(await asWhom(tokenOf['patron-web'])).toBe(403);
  expect(await asWhom('of-nobody')).toBe(401);
  const desk = await asWhom(tokenOf['staff-web']);
  expect([401, 403]).not.toContain(desk);
  expect(await asWhom('the-next-token-of-the-desk')).toBe(desk);
});
