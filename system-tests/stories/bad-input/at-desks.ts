import { test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { people } from '../../src/demo-people.ts';
import { nothingHappens, type Reserved, scan, unknown } from './nothing-happens.ts';

/** What a desk may scan or send by mistake. */
export function atDesks(stage: () => Reserved): void {
  test('a desk scans the wrong thing, and is told what is wrong with it', async () => {
    const reserved = stage();
    const { library, journey } = reserved;
    const { prefectural, uto, operator } = library.desks;
    const { version, policy } = await operator.readPolicy();
    const empty = await prefectural.openParcel('outward', 'kikuyo');
    const card = people.sakurako.cardNumber;
    const post = (path: string, body: object) => ({ method: 'POST', path, body: { ...scan(), ...body } });
    const pick = (barcode: unknown) => post('/api/scans/pick', { barcode });
    const handOut = (cardNumber: string, barcode: string) =>
      post('/api/scans/hand-out', { cardNumber, barcode });
    const dispatch = (body: object) => post(`/api/parcels/${empty.parcelNumber}/dispatch`, body);
    await nothingHappens(reserved, prefectural.session, [
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
    await nothingHappens(reserved, operator.session, [
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
    await nothingHappens(reserved, uto.session, [
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
    const reserved = stage();
    const { library, journey } = reserved;
    const { kikuyo } = library.desks;
    const post = (path: string, body: object) => ({ method: 'POST', path, body: { ...scan(), ...body } });
    const card = people.sakurako.cardNumber;
    await journey.dispatch();
    await nothingHappens(reserved, kikuyo.session, [
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
    await nothingHappens(reserved, kikuyo.session, [
      {
        says: 'a copy for another library',
        ...post('/api/scans/hand-out', { cardNumber: card, barcode: journey.barcode }),
        answer: 409,
        code: 'WRONG_PICKUP_LIBRARY',
      },
    ]);
    await nothingHappens(reserved, journey.branch.session, [
      {
        says: 'a card of somebody else',
        ...post('/api/scans/hand-out', {
          cardNumber: people.mother.cardNumber,
          barcode: journey.barcode,
        }),
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
