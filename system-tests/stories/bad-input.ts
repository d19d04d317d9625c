import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { people } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { granted, WebSession } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

const unknown = '00000000-0000-4000-8000-00000000dead';
const json = { 'content-type': 'application/json' };
const scan = () => ({ factId: randomUUID(), occurredAt: instantFromDate(new Date()) });

/** What is sent, and what it must be answered with: a status, and the refusal's code where a rule speaks. */
interface Bad {
  says: string;
  method?: string;
  path: string;
  body?: string | Uint8Array<ArrayBuffer> | object;
  headers?: Record<string, string>;
  answer: number;
  code?: string;
}

/** Whatever is sent: a clear error or a documented tolerance, never a fault of ours, never half a change. */
export function badInput(library: () => WholeLibrary): void {
  let journey: Journey;
  beforeAll(async () => {
    const cast = await library().castFor(people.sakurako);
    journey = await Journey.reserve(cast, {
      record: await library().freeTitle(cast.patron),
      pickupLibrary: 'uto',
    });
    await journey.fetch();
    await journey.pack();
    await journey.shown('packed');
  }, 60_000);

  /** Everything that a half-done change would leave a trace in. */
  const state = async () => {
    const { prefectural, operator } = library().desks;
    return {
      myLibrary: await journey.cast.patron.myLibrary(),
      pickList: await prefectural.pickList(),
      packingList: await prefectural.packingList(),
      parcel: await prefectural.readParcel(journey.parcelNumber),
      timeline: granted(await operator.timeline(journey.reservationId)),
      policy: await operator.readPolicy(),
    };
  };

  async function nothingHappens(session: WebSession, table: readonly Bad[]): Promise<void> {
    // What the steps before set in motion has to have arrived everywhere, or it would look like a change.
    let last = '';
    const before = await eventually(
      'a moment in which nothing moves',
      async () => {
        const now = await state();
        const steady = JSON.stringify(now) === last;
        last = JSON.stringify(now);
        return steady && now;
      },
      { every: 500 },
    );
    const wrong: string[] = [];
    for (const { says, method = 'GET', path, body, headers = {}, answer, code } of table) {
      const raw = typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body;
      const response = await session.send(method, path, {
        ...(raw === undefined ? {} : { body: raw }),
        headers: { ...(raw === undefined ? {} : json), ...headers },
      });
      const text = await response.text();
      const heard = `${response.status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`.trim();
      if (heard !== `${answer} ${code ?? ''}`.trim()) wrong.push(`${says}: ${heard} ${text.slice(0, 200)}`);
      const kind = response.headers.get('content-type') ?? '';
      if (path.startsWith('/api/') && answer >= 400 && !kind.startsWith('application/problem+json')) {
        wrong.push(`${says}: answered as ${kind}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await state()).toEqual(before);
  }

  const wish = (change: object = {}) => ({
    reservationId: randomUUID(),
    recordId: '1',
    pickupLibrary: 'uto',
    ...change,
  });

  test('a patron’s browser sends nonsense, and is told so', async () => {
    const post = { method: 'POST', path: '/api/reservations' };
    const extend = { method: 'POST', path: `/api/reservations/${journey.reservationId}/extend` };
    await nothingHappens(journey.cast.patron.session, [
      { says: 'a record nobody has', path: '/api/records/999999999999', answer: 404, code: 'NOT_FOUND' },
      { says: 'a record that is no number', path: '/api/records/abc', answer: 422 },
      {
        says: 'a record number too long for any database',
        path: `/api/records/${'9'.repeat(40)}`,
        answer: 422,
      },
      { says: 'an address that is no UTF-8', path: '/api/records/%FF', answer: 400 },
      { says: 'page 0', path: '/api/records?q=a&page=0', answer: 422 },
      { says: 'page one and a half', path: '/api/records?q=a&page=1.5', answer: 422 },
      { says: 'an unknown question', path: '/api/records?q=a&sort=price', answer: 422 },
      { says: 'a search with a zero byte', path: '/api/records?q=%00', answer: 422 },
      {
        says: 'a search longer than 10,000 characters',
        path: `/api/records?q=${'a'.repeat(10_001)}`,
        answer: 422,
      },
      {
        says: 'a search for nothing but signs is nothing found',
        path: '/api/records?q=%25_%27%22%5C',
        answer: 200,
      },
      { says: 'half a JSON', ...post, body: '{"recordId":', answer: 400 },
      {
        says: 'a body that is no UTF-8',
        ...post,
        body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
        answer: 400,
      },
      { says: 'half a character', ...post, body: '{"recordId":"\\ud800"}', answer: 422 },
      { says: 'a list', ...post, body: [], answer: 422 },
      { says: 'nothing', ...post, answer: 422 },
      { says: 'a number for a record', ...post, body: wish({ recordId: 1 }), answer: 422 },
      { says: 'an id that is none', ...post, body: wish({ reservationId: 'mine' }), answer: 422 },
      { says: 'a field too many', ...post, body: wish({ priority: 1 }), answer: 422 },
      { says: 'a prototype', ...post, body: '{"__proto__":{"admin":true}}', answer: 422 },
      { says: 'a body of 70 kB', ...post, body: wish({ recordId: '1'.repeat(70_000) }), answer: 413 },
      {
        says: 'a form',
        ...post,
        body: 'recordId=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        answer: 415,
      },
      {
        says: 'a compressed body',
        ...post,
        body: wish(),
        headers: { 'content-encoding': 'gzip' },
        answer: 415,
      },
      {
        says: 'another site',
        ...post,
        body: wish(),
        headers: { origin: 'https://example.com' },
        answer: 403,
      },
      {
        says: 'an unknown record',
        ...post,
        body: wish({ recordId: '999999999999' }),
        answer: 404,
        code: 'NOT_FOUND',
      },
      {
        says: 'an unknown library',
        ...post,
        body: wish({ pickupLibrary: 'atlantis' }),
        answer: 409,
        code: 'PICKUP_LIBRARY_UNKNOWN',
      },
      {
        says: 'a reservation nobody has',
        method: 'POST',
        path: `/api/reservations/${unknown}/cancel`,
        body: {},
        answer: 404,
        code: 'NOT_FOUND',
      },
      {
        says: 'a reservation without an id',
        method: 'POST',
        path: '/api/reservations/1/cancel',
        body: {},
        answer: 422,
      },
      { says: '30 February', ...extend, body: { confirmDue: '2026-02-30' }, answer: 422 },
      { says: 'the 13th month', ...extend, body: { confirmDue: '2026-13-01' }, answer: 422 },
      {
        says: 'an extension of what is not picked up',
        ...extend,
        body: { confirmDue: '2026-12-24' },
        answer: 409,
        code: 'NOT_ON_LOAN',
      },
      {
        says: 'an extension of nothing',
        path: `/api/reservations/${unknown}/extension`,
        answer: 404,
        code: 'NOT_FOUND',
      },
      {
        says: 'a method that is not served',
        method: 'PATCH',
        path: '/api/reservations',
        body: {},
        answer: 405,
      },
      { says: 'an address that is not there', path: '/api/nothing', answer: 404 },
      { says: 'a page of a record that is no number', path: '/records/abc', answer: 404 },
      { says: 'a page that is not there', path: '/nothing', answer: 404 },
      { says: 'a page of no reservation', path: '/my-library/1/extend', answer: 404 },
    ]);
  });

  test('whoever is not signed in, or is somebody else, reaches nobody’s reservation', async () => {
    const { patronWeb, staffWeb } = library().addresses;
    const nobody = new WebSession(patronWeb);
    const other = await library().signIn(people.mother);
    const cancel = { method: 'POST', path: `/api/reservations/${journey.reservationId}/cancel`, body: {} };
    const cookie = { cookie: `toshobin-${new URL(patronWeb).port}=${'x'.repeat(22)}` };
    await nothingHappens(nobody, [
      { says: 'nobody', path: '/api/my-library', answer: 401, code: 'CARD_REQUIRED' },
      {
        says: 'a made-up cookie',
        path: '/api/my-library',
        headers: cookie,
        answer: 401,
        code: 'CARD_REQUIRED',
      },
      { says: 'nobody cancels', ...cancel, answer: 401, code: 'CARD_REQUIRED' },
      {
        says: 'a card number of a page',
        method: 'POST',
        path: '/api/session',
        body: { cardNumber: '2'.repeat(65), password: 'x' },
        answer: 422,
      },
      {
        says: 'a card that is none',
        method: 'POST',
        path: '/api/session',
        body: { cardNumber: 'abc', password: 'x' },
        answer: 401,
        code: 'SIGN_IN_FAILED',
      },
    ]);
    await nothingHappens(other.session, [
      { says: 'somebody else cancels', ...cancel, answer: 404, code: 'NOT_FOUND' },
    ]);
    await nothingHappens(new WebSession(staffWeb), [
      { says: 'nobody at a desk', path: '/api/pick-list', answer: 401 },
      {
        says: 'nobody scans',
        method: 'POST',
        path: '/api/scans/pick',
        body: { ...scan(), barcode: journey.barcode },
        answer: 401,
      },
    ]);
  });

  test('full-width digits in a card number are folded when signing in', async () => {
    const fullWidth = people.taro.cardNumber.replace(/\d/g, (digit) =>
      String.fromCodePoint(Number(digit) + 0xff10),
    );
    const patron = await library().signIn({ ...people.taro, cardNumber: fullWidth });
    expect(await patron.myLibrary()).toBeInstanceOf(Array);
  });

  test('a desk scans the wrong thing, and is told what is wrong with it', async () => {
    const { prefectural, uto, operator } = library().desks;
    const { version, policy } = await operator.readPolicy();
    const empty = await prefectural.openParcel('outward', 'kikuyo');
    const card = people.sakurako.cardNumber;
    const post = (path: string, body: object) => ({ method: 'POST', path, body: { ...scan(), ...body } });
    const pick = (barcode: unknown) => post('/api/scans/pick', { barcode });
    const handOut = (cardNumber: string, barcode: string) =>
      post('/api/scans/hand-out', { cardNumber, barcode });
    const dispatch = (body: object) => post(`/api/parcels/${empty.parcelNumber}/dispatch`, body);
    await nothingHappens(prefectural.session, [
      { says: 'no barcode at all', ...pick(''), answer: 422 },
      { says: 'a number for a barcode', ...pick(1000000000), answer: 422 },
      { says: 'a barcode of a shop', ...pick('4901234567894'), answer: 409, code: 'BARCODE_NOT_OURS' },
      {
        says: 'a misread check digit',
        ...pick(misread(journey.barcode)),
        answer: 409,
        code: 'BARCODE_NOT_OURS',
      },
      {
        says: 'a copy that was never printed',
        ...pick(makeBarcode('copy', 9_999_999)),
        answer: 409,
        code: 'BARCODE_NOT_OURS',
      },
      { says: 'a card in place of a copy', ...pick(card), answer: 409, code: 'BARCODE_WRONG_KIND' },
      {
        says: 'a parcel in place of a copy',
        ...pick(journey.parcelNumber),
        answer: 409,
        code: 'BARCODE_WRONG_KIND',
      },
      {
        says: 'a fact without a proper id',
        ...post('/api/scans/pick', { barcode: journey.barcode, factId: '1' }),
        answer: 422,
      },
      {
        says: 'a scan on 30 February',
        ...post('/api/scans/pick', { barcode: journey.barcode, occurredAt: '2026-02-30T01:00:00Z' }),
        answer: 422,
      },
      {
        says: 'a copy shown as a card',
        ...handOut(journey.barcode, journey.barcode),
        answer: 409,
        code: 'BARCODE_WRONG_KIND',
      },
      {
        says: 'a card nobody has',
        ...handOut(makeBarcode('card', 999_999), journey.barcode),
        answer: 404,
        code: 'NOT_FOUND',
      },
      {
        says: 'the card of somebody else',
        ...handOut(people.mother.cardNumber, journey.barcode),
        answer: 409,
        code: 'CARD_DOES_NOT_MATCH',
      },
      {
        says: 'a parcel to nowhere',
        ...post('/api/parcels', { direction: 'outward', library: 'atlantis' }),
        answer: 409,
        code: 'PICKUP_LIBRARY_UNKNOWN',
      },
      { says: 'a parcel upwards', ...post('/api/parcels', { direction: 'up', library: 'uto' }), answer: 422 },
      { says: 'a parcel nobody has', path: '/api/parcels/999999999999', answer: 404, code: 'NOT_FOUND' },
      { says: 'a parcel with letters', path: '/api/parcels/abc', answer: 422 },
      { says: 'an empty parcel', ...dispatch({ mode: 'yuMail' }), answer: 409, code: 'STATE_CHANGED' },
      { says: 'a parcel by pigeon', ...dispatch({ mode: 'pigeon' }), answer: 422 },
      {
        says: 'a tracking number with letters',
        ...dispatch({ mode: 'yuPack', trackingNumber: 'abc' }),
        answer: 409,
        code: 'TRACKING_NUMBER_MISREAD',
      },
      {
        says: 'a copy for another library',
        ...post(`/api/parcels/${empty.parcelNumber}/pack`, { barcode: journey.barcode }),
        answer: 409,
        code: 'COPY_NOT_TO_PACK',
      },
      { says: 'a timeline of nothing', path: `/api/reservations/${unknown}`, answer: 404, code: 'NOT_FOUND' },
      {
        says: 'a desk that changes the policy',
        method: 'PUT',
        path: '/api/policy',
        body: { basedOnVersion: version, policy },
        answer: 403,
      },
      { says: 'a page of no parcel', path: '/parcels/abc', answer: 404 },
    ]);
    const change = (basedOnVersion: unknown, numbers: object) => ({
      method: 'PUT',
      path: '/api/policy',
      body: { basedOnVersion, policy: { ...policy, ...numbers }, reason: '試し' },
    });
    await nothingHappens(operator.session, [
      { says: 'a month', ...change(version, { loanPeriod: 'P1M' }), answer: 422 },
      { says: 'no time at all', ...change(version, { loanPeriod: 'P0D' }), answer: 422 },
      { says: 'minus one loan', ...change(version, { loanLimit: -1 }), answer: 422 },
      { says: 'a rule nobody knows', ...change(version, { fines: 100 }), answer: 422 },
      {
        says: 'a policy of yesterday',
        ...change(version - 1, { loanLimit: 12 }),
        answer: 409,
        code: 'STATE_CHANGED',
      },
    ]);
    await nothingHappens(uto.session, [
      { says: 'a branch that fetches', ...pick(journey.barcode), answer: 403 },
      { says: 'a branch that reads the policy', path: '/api/policy', answer: 403 },
      {
        says: 'a branch that sends outward',
        ...post('/api/parcels', { direction: 'outward', library: 'uto' }),
        answer: 409,
        code: 'PICKUP_LIBRARY_UNKNOWN',
      },
    ]);
  });

  test('a scan at the wrong library names the right one, and changes nothing; at the right one it goes on', async () => {
    const { kikuyo } = library().desks;
    const post = (path: string, body: object) => ({ method: 'POST', path, body: { ...scan(), ...body } });
    const card = people.sakurako.cardNumber;
    await journey.dispatch();
    await nothingHappens(kikuyo.session, [
      {
        says: 'a parcel for another library',
        ...post(`/api/parcels/${journey.parcelNumber}/arrival`, {}),
        answer: 409,
        code: 'WRONG_PICKUP_LIBRARY',
      },
      {
        says: 'a parcel of another library',
        path: `/api/parcels/${journey.parcelNumber}`,
        answer: 404,
        code: 'NOT_FOUND',
      },
    ]);
    await journey.receive();
    await journey.ready();
    await nothingHappens(kikuyo.session, [
      {
        says: 'a copy for another library',
        ...post('/api/scans/hand-out', { cardNumber: card, barcode: journey.barcode }),
        answer: 409,
        code: 'WRONG_PICKUP_LIBRARY',
      },
    ]);
    await nothingHappens(journey.branch.session, [
      {
        says: 'a card of somebody else',
        ...post('/api/scans/hand-out', { cardNumber: people.mother.cardNumber, barcode: journey.barcode }),
        answer: 409,
        code: 'CARD_DOES_NOT_MATCH',
      },
    ]);
    await journey.handOut();
    await journey.bringBack();
  }, 60_000);
}

/** The same barcode with another check digit. */
function misread(barcode: string): string {
  return `${barcode.slice(0, -1)}${(Number(barcode.at(-1)) + 1) % 10}`;
}
