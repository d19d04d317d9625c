import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { people } from '../../src/demo-people.ts';
import { WebSession } from '../../src/web-session.ts';
import { nothingHappens, type Reserved, scan, unknown } from './nothing-happens.ts';

/** What a patron’s browser may send, or somebody who pretends to be one. */
export function ofPatrons(stage: () => Reserved): void {
  const wish = (change: object = {}) => ({
    reservationId: randomUUID(),
    recordId: '1',
    pickupLibrary: 'uto',
    ...change,
  });

  test('a patron’s browser sends nonsense, and is told so', async () => {
    const reserved = stage();
    const { journey } = reserved;
    const post = { method: 'POST', path: '/api/reservations' };
    const extend = { method: 'POST', path: `/api/reservations/${journey.reservationId}/extend` };
    await nothingHappens(reserved, journey.cast.patron.session, [
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
    const reserved = stage();
    const { library, journey } = reserved;
    const { patronWeb, staffWeb } = library.addresses;
    const nobody = new WebSession(patronWeb);
    const other = await library.signIn(people.mother);
    const cancel = {
      method: 'POST',
      path: `/api/reservations/${journey.reservationId}/cancel`,
      body: {},
    };
    const cookie = { cookie: `toshobin-${new URL(patronWeb).port}=${'x'.repeat(22)}` };
    await nothingHappens(reserved, nobody, [
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
    await nothingHappens(reserved, other.session, [
      { says: 'somebody else cancels', ...cancel, answer: 404, code: 'NOT_FOUND' },
    ]);
    await nothingHappens(reserved, new WebSession(staffWeb), [
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
    const { library } = stage();
    const fullWidth = people.taro.cardNumber.replace(/\d/g, (digit) =>
      String.fromCodePoint(Number(digit) + 0xff10),
    );
    const patron = await library.signIn({ ...people.taro, cardNumber: fullWidth });
    expect(await patron.myLibrary()).toBeInstanceOf(Array);
  });
}
