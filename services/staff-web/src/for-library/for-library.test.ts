import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Visitor } from '@toshobin/web/testing';
import { bodyOf, codeOf, openDesks, scanned } from '../testing/open-desks.ts';
import { lostParcel } from '../testing/shipping-desk.ts';
import {
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  utosParcel,
} from '../testing/stand-ins.ts';

const desks = openDesks();

describe('代行入力', () => {
  test('the desk enters for a branch, as that branch and under its own account', async () => {
    const library = { library: 'uto' };
    const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
    const handOut = { barcode: hanakosCopyForUto, cardNumber: hanakosCard };
    const got = [
      await desks.desk.json('POST', '/api/scans/hand-in', scanned({ ...back, ...library })),
      await desks.desk.json('POST', '/api/scans/hand-out', scanned({ ...handOut, ...library })),
      await desks.desk.json('POST', `/api/parcels/${lostParcel}/arrival`, scanned(library)),
      await desks.desk.json('POST', '/api/parcels', scanned({ direction: 'return', ...library })),
      await desks.desk.json(
        'POST',
        `/api/parcels/${utosParcel}/pack`,
        scanned({ barcode: hanakosCopy, ...library }),
      ),
      await desks.desk.json(
        'POST',
        `/api/shelf-checks/${hanakosReservation}/answer`,
        scanned({ answer: 'here', ...library }),
      ),
    ];
    expect(got.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(desks.web.heard).toEqual([
      'hand out',
      'arrival desk@uto',
      'open desk@uto',
      `pack ${hanakosCopy} into ${utosParcel} desk@uto`,
      'here desk@uto',
    ]);
    const deeds = await desks.web.database.audit.findMany({ where: { account: 'desk', library: 'uto' } });
    expect(new Set(deeds.map(({ role }) => role))).toEqual(new Set(['prefecturalDesk']));
    expect(deeds.length).toBeGreaterThanOrEqual(6);
    expect((await desks.desk.get('/audit')).text).toContain('代行入力');
  });

  test('an answer about a shelf that is sent again is answered like the first; no other branch may give it', async () => {
    const path = `/api/shelf-checks/${hanakosReservation}/answer`;
    const answer = scanned({ answer: 'gone' });
    const got = [
      await desks.uto.json('POST', path, answer),
      await desks.uto.json('POST', path, answer),
      await desks.kikuyo.json('POST', path, scanned({ answer: 'gone' })),
    ];
    expect(got.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(got.slice(0, 2).map(bodyOf)).toEqual([{ answer: 'gone' }, { answer: 'gone' }]);
  });

  test('a branch may name no library but its own, and the desk must name one where only branches act', async () => {
    const back = { barcode: hanakosCopy, bookDrop: false, firstEmptyingOfDay: false };
    const as = async (visitor: Visitor, more: object) =>
      codeOf(await visitor.json('POST', '/api/scans/hand-in', scanned({ ...back, ...more })));
    expect(await as(desks.uto, { library: 'kikuyo' })).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect(await as(desks.uto, { library: 'uto' })).toBeUndefined();
    expect(await as(desks.desk, {})).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect(await as(desks.desk, { library: 'nowhere' })).toBe('PICKUP_LIBRARY_UNKNOWN');
    expect((await desks.uto.get('/for-library')).status).toBe(303);
  });

  test('every page that is for a branch says so and its forms too', async () => {
    expect((await desks.desk.get('/hand-in')).location).toBe('/for-library');
    expect((await desks.desk.get('/for-library?library=uto')).text).toContain('/hand-in?library=uto');
    for (const path of ['/arrivals', '/hand-out', '/hand-in', '/send-back', '/shelf-checks']) {
      const page = (await desks.desk.get(`${path}?library=uto`)).text;
      expect([path, page.includes('代行入力：宇土市立図書館')]).toEqual([path, true]);
      expect([path, page.includes('name="library" value="uto"')]).toEqual([path, true]);
    }
    const fields = { factId: randomUUID(), code: hanakosCopy, from: 'counter', library: 'uto' };
    expect((await desks.desk.post('/hand-in', fields)).location).toBe('/hand-in?library=uto&from=counter');
  });
});
