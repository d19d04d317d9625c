import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { codeOf, openDesks } from './testing/open-desks.ts';
import { application, applicationId, hanako } from './testing/patron-desk.ts';
import { closureId, lostParcel } from './testing/shipping-desk.ts';
import { hanakosCard, hanakosCopy, hanakosReservation, outwardParcel } from './testing/stand-ins.ts';

const desks = openDesks();

const copy = makeBarcode('copy', 5);
const act = (more: object = {}) => ({ factId: randomUUID(), ...more });
const scan = (more: object = {}) => act({ occurredAt: new Date().toISOString(), ...more });
const deeds = async () =>
  JSON.stringify(await desks.web.database.audit.findMany(), (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );

const days = { from: '2026-12-10', until: '2026-12-12' };
const copyFields = { shelfMark: '913.6 ナツ', weightGrams: 300, thicknessMm: 15, supplementCount: 0 };
const card = { cardNumber: hanakosCard };
const wish = (more: object = {}) => ({
  ...card,
  reservationId: hanakosReservation,
  wishId: randomUUID(),
  ...more,
});
const reason = '電話で確認';

describe('every act of the desk over JSON', () => {
  const verbs: [string, string, string, object, string][] = [
    ['POST', '/api/phone/extensions', 'extend', wish({ confirmDue: '2026-12-22' }), 'extendForCaller'],
    ['POST', '/api/phone/cancellations', 'cancel by patron', wish(), 'cancelForCaller'],
    [
      'POST',
      '/api/phone/pickup-changes',
      'change to uto',
      wish({ pickupLibrary: 'uto' }),
      'changePickupForCaller',
    ],
    ['POST', '/api/phone/suspensions', 'suspend', wish({ until: '2027-01-10' }), 'suspendForCaller'],
    ['POST', '/api/phone/resumptions', 'resume', wish(), 'resumeForCaller'],
    [
      'POST',
      `/api/reservations/${hanakosReservation}/cancellation`,
      'cancel by library copyMissing',
      { wishId: randomUUID(), why: 'copyMissing', reason },
      'cancelByLibrary',
    ],
    ['POST', '/api/card-applications', 'paper application', { application }, 'enterCardApplication'],
    [
      'POST',
      `/api/card-applications/${applicationId}/check`,
      'check application desk@pref',
      { approved: true },
      'checkCardApplication',
    ],
    ['POST', '/api/cards/replace', 'replace card desk@pref', { ...card, reason }, 'replaceCard'],
    [
      'POST',
      '/api/cards/suspend',
      'suspend card desk@pref',
      { ...card, suspended: true, reason },
      'suspendCard',
    ],
    [
      'POST',
      '/api/cards/end-registration',
      'end registration desk@pref',
      { ...card, reason, sure: true },
      'endRegistration',
    ],
    [
      'POST',
      '/api/cards/person',
      'correct person desk@pref',
      { ...card, birthDate: '1961-04-06', reason },
      'correctPerson',
    ],
    ['POST', '/api/cards/renew', 'renew card desk@pref', { ...card, expiresOn: '2029-03-31' }, 'renewCard'],
    [
      'POST',
      '/api/card-releases',
      'release desk@pref',
      { ...card, library: 'uto', reason },
      'releaseWithoutCard',
    ],
    ['POST', '/api/letter-codes', 'letter code desk@pref', { ...card, reason }, 'issueLetterCode'],
    [
      'POST',
      `/api/parcels/${lostParcel}/contents`,
      'contents desk@pref',
      scan({ missing: [hanakosCopy] }),
      'reportContents',
    ],
    ['POST', `/api/parcels/${lostParcel}/returned`, 'returned desk@pref', scan(), 'returnedByPost'],
    [
      'POST',
      `/api/parcels/${lostParcel}/dispatch/taken-back`,
      'not dispatched desk@pref',
      scan({ reason }),
      'takeBackDispatch',
    ],
    ['POST', `/api/parcels/${lostParcel}/lost`, 'parcel lost desk@pref', scan({ reason }), 'parcelLost'],
    ['POST', `/api/parcels/${outwardParcel}/discard`, 'discard desk@pref', scan(), 'discardParcel'],
    [
      'POST',
      '/api/closures',
      'closure desk@pref',
      act({ library: 'uto', ...days, reason: '大雪' }),
      'enterClosure',
    ],
    [
      'POST',
      '/api/dispatch-pauses/take-back',
      'dispatch again desk@pref',
      act({ kind: 'noDispatch', from: '2026-12-28', until: '2027-01-04', reason }),
      'takeBackDispatchPause',
    ],
    [
      'PUT',
      '/api/dispatch-calendar',
      'change dispatch desk@pref',
      act({ weekdays: [2, 5], cutOff: '15:30', reason }),
      'changeDispatch',
    ],
    [
      'POST',
      `/api/closures/${closureId}/take-back`,
      'take back desk@pref',
      act({ reason }),
      'takeBackClosure',
    ],
    [
      'POST',
      '/api/libraries/uto/pause',
      'pause desk@pref',
      act({ pausedFrom: '2027-01-10', reopens: null, reason }),
      'pausePickup',
    ],
    [
      'PUT',
      '/api/libraries/uto',
      'change library desk@pref',
      act({ phone: '096-000-0002', closedWeekdays: [1], arrival: 'assumed', reason }),
      'changeLibrary',
    ],
    [
      'POST',
      '/api/dispatch-pauses',
      'pause dispatch desk@pref',
      act({ kind: 'noDispatch', ...days, reason }),
      'pauseDispatch',
    ],
    ['POST', '/api/copies', 'add copy desk@pref', { recordId: '7', barcode: copy, ...copyFields }, 'addCopy'],
    ['PUT', `/api/copies/${copy}`, 'change copy desk@pref', copyFields, 'changeCopy'],
    [
      'POST',
      `/api/copies/${copy}/withdrawal`,
      'withdraw desk@pref',
      { condition: 'damaged' },
      'withdrawCopy',
    ],
    ['POST', `/api/copies/${copy}/lost`, 'lost desk@pref', act({ reason }), 'declareLost'],
    [
      'POST',
      '/api/records',
      'add record desk@pref',
      {
        factId: randomUUID(),
        kind: 'book',
        lending: 'lendable',
        title: '新しい本',
        protectiveCover: false,
      },
      'addRecord',
    ],
  ];

  test.each(verbs)('%s %s is carried out and written down', async (method, path, word, body, action) => {
    const got = await desks.desk.json(method, path, body);
    expect([path, got.status, got.status === 200 ? '' : got.text]).toEqual([path, 200, '']);
    expect(desks.web.heard).toContain(word);
    expect(await desks.lastDeed()).toMatchObject({ account: 'desk', action, outcome: 'done' });
  });

  test('none of them is a branch’s, but telling what is in its parcels, and what it may do with its own', async () => {
    const uto = await desks.signedIn('uto');
    const given = new Set(['reportContents', 'discardParcel', 'takeBackDispatch']);
    for (const [method, path, , body, action] of verbs) {
      const { status } = await uto.json(method, path, body);
      if (given.has(action)) expect([path, status]).not.toEqual([path, 403]);
      else expect([path, status]).toEqual([path, 403]);
    }
    expect((await uto.json('GET', '/api/card-applications')).status).toBe(403);
    expect((await uto.json('GET', '/api/audit')).status).toBe(403);
    expect((await uto.get('/phone')).location).toBe('/?not-allowed=1');
  });

  test.each([
    '/api/card-applications',
    '/api/card-renewals',
    '/api/libraries',
    '/api/closures?from=2026-11-24',
    '/api/dispatch-calendar',
    '/api/postage?from=2026-11-01&until=2026-11-30',
    '/api/audit',
  ])('%s is a list for the desk', async (path) => {
    expect([path, (await desks.desk.json('GET', path)).status]).toEqual([path, 200]);
  });

  test('a refusal is answered with its sentence and written down', async () => {
    desks.web.world.refused.set('/copies/:barcode/withdrawal', 'STATE_CHANGED');
    const got = await desks.desk.json('POST', `/api/copies/${copy}/withdrawal`, { condition: 'withdrawn' });
    expect(codeOf(got)).toBe('STATE_CHANGED');
    expect(await desks.lastDeed()).toMatchObject({ action: 'withdrawCopy', outcome: 'STATE_CHANGED' });
  });

  test('what is written down names no card, no person and no title, and a patron never with a reservation', async () => {
    const written = await deeds();
    for (const secret of [hanakosCard, '例山', '例川', '坊っちゃん', '40404040', 'KF7MQ2']) {
      expect([secret, written.includes(secret)]).toEqual([secret, false]);
    }
    const rows = await desks.web.database.audit.findMany();
    const withPatron = rows.filter(({ subject }) => subject.includes(hanako));
    expect(withPatron.length).toBeGreaterThan(0);
    expect(withPatron.filter(({ subject }) => subject !== `patron ${hanako}`)).toEqual([]);
  });
});
