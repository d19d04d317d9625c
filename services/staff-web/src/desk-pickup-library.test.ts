import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { Visitor } from '@toshobin/web/testing';
import { lostParcel } from './testing/shipping-desk.ts';
import { signedInAt } from './testing/signed-in.ts';
import {
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  utosParcel,
} from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let uto = new Visitor('');
beforeAll(async () => {
  web = await startStaffWeb();
  uto = await signedInAt(web.service.url, 'uto');
});
afterAll(() => web.stop());
beforeEach(async () => {
  web.heard.length = 0;
  web.world.refused.clear();
  web.world.held.clear();
  await web.database.deskScan.deleteMany({});
});

/** Reads a number on a page, and answers the page that follows. */
async function read(visitor: Visitor, page: string, code: string, more: Record<string, string> = {}) {
  const got = await visitor.post(page, { factId: randomUUID(), code, ...more });
  expect(got.status).toBe(303);
  return (await visitor.get(got.location ?? page)).text;
}

/** A copy that has waited at 宇土 for so many days. */
function waitsFor(days: number) {
  return {
    reservationId: hanakosReservation,
    barcode: hanakosCopyForUto,
    title: '坊っちゃん',
    shelfMark: '913.6 ナツ',
    holdNumber: 'A-0003',
    holdUntil: null,
    since: new Date(Date.now() - days * 86_400_000).toISOString(),
    due: deadlineOn(calendarDate('2027-01-05')),
    protectiveCover: true,
    supplementCount: 0,
  };
}

describe('a pickup library', () => {
  test('the parcel of another library stays closed, and the page says whom to call', async () => {
    web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    const page = await read(uto, '/arrivals', lostParcel);
    expect(page).toContain('開けずに置き');
    expect(page).toContain('電話してください');
  });

  test('a copy that was lent to the card before is asked about again for the next card', async () => {
    const release = '40404040';
    await read(uto, '/hand-out', hanakosCard);
    await read(uto, '/hand-out', hanakosCopyForUto);
    web.world.place = 'onLoan';
    await read(uto, '/hand-out', release);
    web.world.refused.set('/scans/hand-out', 'DO_NOT_HAND_OUT');
    const page = await read(uto, '/hand-out', hanakosCopyForUto);
    expect(web.heard).toEqual(['hand out', 'hand out']);
    expect(page).toContain('data-tone="stop"');
    web.world.refused.clear();
    await web.database.deskScan.deleteMany({});
    await read(uto, '/hand-out', hanakosCopyForUto);
    await web.database.session.updateMany({
      where: { account: 'uto' },
      data: { shownAt: new Date(Date.now() - 120_000) },
    });
    await web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    expect(await read(uto, '/hand-out', hanakosCopyForUto)).toContain('受け付け済みです');
    await uto.post('/hand-out/done', {});
  });

  test('its first page has the three jobs and what waits on its shelf, without a name or a title', async () => {
    web.world.held.set('uto', [waitsFor(1)]);
    const page = (await uto.get('/')).text;
    for (const words of ['到着受付', '引渡し', '返却受付', 'A-0003', 'カード下4桁', 'まだ棚にあります']) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/坊っちゃん|例山花子/);
    expect(page).toContain('inputmode="none"');
    expect((await uto.get('/?keys=1')).text).toContain('inputmode="numeric"');
  });

  test('a number read on it begins the job of its kind', async () => {
    const start = async (code: string) =>
      (await uto.post('/start', { factId: randomUUID(), code })).location?.split('?')[0];
    expect(await start(lostParcel)).toBe('/arrivals');
    expect(await start(hanakosCard)).toBe('/hand-out');
    web.world.place = 'onLoan';
    expect(await start(hanakosCopy)).toBe('/hand-in');
    web.world.place = 'atPickupLibrary';
    expect(await start(hanakosCopyForUto)).toBe('/hand-out');
    await uto.post('/hand-out/done', {});
  });

  test('sends home from its phone: what is to go is listed, and a copy that is read goes into a parcel', async () => {
    const page = (await uto.get('/send-back')).text;
    expect(page).toContain('class="s-branch"');
    expect(page).toMatch(/inputmode="none".*カメラで読み取る.*小包に入れる資料　1点.*返却受付済/s);
    expect(page).not.toContain('坊っちゃん');
    const { catalog } = web.deps;
    web.deps.catalog = { call: () => Promise.reject(new ServiceFault('catalog', 'could not be reached')) };
    const unknown = (await uto.get('/send-back')).text;
    web.deps.catalog = catalog;
    expect(unknown).toMatch(/小包に入れる資料<.*いまはわかりません/s);
    expect(await read(uto, '/send-back', '9784101010014')).toContain('県立図書館の資料ではありません');
    expect(web.heard).toEqual([]);
    const packed = await uto.post('/send-back', { factId: randomUUID(), code: hanakosCopyForUto });
    expect(packed.location).toBe(`/parcels/${utosParcel}`);
    expect(web.heard).toEqual([`pack ${hanakosCopyForUto} into ${utosParcel} uto@uto`]);
    const parcel = (await uto.get(`/parcels/${utosParcel}`)).text;
    expect(parcel).toMatch(/class="s-branch".*inputmode="none".*カメラで読み取る/s);
  });

  test('a parcel’s copies are listed; one that is missing is told, and a copy read after it is one too many', async () => {
    const page = await read(uto, '/arrivals', lostParcel);
    expect(page).toContain('点を受け付けました');
    expect(page).toContain(hanakosCopy);
    const missing = { factId: randomUUID(), parcel: lostParcel, missing: hanakosCopy };
    await uto.post('/arrivals/contents', missing);
    expect((await uto.get('/arrivals')).text).toContain('1点足りません');
    expect(await read(uto, '/arrivals', freeCopy)).toContain('余分な資料です');
    expect(web.heard).toEqual(['arrival uto@uto', 'contents uto@uto', 'contents uto@uto']);
  });

  test('what was handed out before its parcel was scanned is not to be shelved', async () => {
    web.world.place = 'atPickupLibrary';
    expect(await read(uto, '/arrivals', lostParcel)).toMatch(/届いた\d点を、取り置き番号の順に棚へ/);
    web.world.place = 'onLoan';
    const page = (await uto.get('/arrivals')).text;
    expect(page).toContain('お渡し済み');
    expect(page).not.toContain('棚へ置いてください');
  });

  test('the wrong parcel was scanned: its arrival is taken back, on the answer, with 0, and later on its own page', async () => {
    const page = await read(uto, '/arrivals', lostParcel);
    const voids = /name="voids" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await uto.post('/scans/undo', { factId: randomUUID(), voids, page: '/arrivals' });
    const undone = (await uto.get('/arrivals')).text;
    expect(undone).toContain('到着受付を取り消しました');
    expect(undone).toContain('s-session__undone');
    await read(uto, '/arrivals', lostParcel);
    expect(await read(uto, '/arrivals', '0')).toContain('到着受付を取り消しました');
    expect(await read(uto, '/arrivals', '0')).toContain('s-answer');
    expect(web.heard).toEqual([
      'arrival uto@uto',
      'not arrived uto@uto',
      'arrival uto@uto',
      'not arrived uto@uto',
    ]);
    const trail = await web.database.audit.findMany({ where: { action: 'takeBackArrival' } });
    expect(trail).toMatchObject([{ subject: `parcel ${lostParcel}` }, { subject: `parcel ${lostParcel}` }]);
    await uto.post(`/parcels/${lostParcel}/not-arrived`, { factId: randomUUID() });
    expect(web.heard.at(-1)).toBe('not arrived uto@uto');
  });

  test('a copy that waits for more than seven days is asked about once a day', async () => {
    web.world.held.set('uto', [{ ...waitsFor(9), reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' }]);
    const asked = (await uto.get('/shelf-checks?at=1')).text;
    expect(asked).toContain('7日より長い取り置きの確認');
    const look = /action="(\/shelf-checks\/[^"]+\/look)"/.exec(asked)?.[1] ?? '';
    await uto.post(look, { factId: randomUUID(), answer: 'here' });
    expect((await uto.get('/shelf-checks?at=1')).text).not.toContain('7日より長い取り置きの確認');
    expect(web.heard).toEqual([]);
    await web.database.shelfLook.deleteMany({});
    await uto.post(look, { factId: randomUUID(), answer: 'gone' });
    expect(web.heard).toEqual(['missed uto@uto']);
    expect((await uto.get('/shelf-checks')).text).toContain('県立図書館が利用者に確かめます');
  });
});
