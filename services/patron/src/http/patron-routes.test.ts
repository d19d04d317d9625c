import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  makeBarcode,
  PatronIdSchema,
  patronApi,
  RecordIdSchema,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { type RunningService, type ServiceClient, serviceClient, startService } from '@toshobin/service';
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
    routes: patronRoutes(service.deps, token),
    signals: false,
  });
  client = serviceClient(running.url, token);
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
  expect(resolved).toMatchObject({ value: { cardStatus: 'valid', reservations: [{ reservationId }] } });
  expect(JSON.stringify(resolved)).not.toContain('坊っちゃん');
  expect(await client.call(patronApi.claimLoan, { body: { reservationId, at: at() } })).toEqual({
    ok: true,
    value: { slot: 1, made: true },
  });
  expect(await client.call(patronApi.releaseLoanClaim, { body: { reservationId, at: at() } })).toEqual({
    ok: true,
    value: { released: true },
  });
});

test('a desk that reads a copy in place of a card, or a card that is none, is told so', async () => {
  const resolve = (cardNumber: string) =>
    client.call(patronApi.resolveCard, { body: { cardNumber, at: at() } });
  expect(await resolve(makeBarcode('copy', 1))).toMatchObject({
    refusal: { code: 'BARCODE_WRONG_KIND', values: { expected: 'card', actual: 'copy' } },
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
