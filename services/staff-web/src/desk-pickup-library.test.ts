import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ServiceFault } from '@toshobin/service';
import { openDesks, read, waitsFor } from './testing/open-desks.ts';
import { lostParcel } from './testing/shipping-desk.ts';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto, utosParcel } from './testing/stand-ins.ts';

const desks = openDesks();

describe('a pickup library', () => {
  test('the parcel of another library stays closed, and the page says whom to call', async () => {
    desks.web.world.refused.set('/parcels/:parcelNumber/arrival', 'WRONG_PICKUP_LIBRARY');
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toContain('開けずに置き');
    expect(page).toContain('電話してください');
  });

  test('a copy that was lent to the card before is asked about again for the next card', async () => {
    const release = '40404040';
    await read(desks.uto, '/hand-out', hanakosCard);
    await read(desks.uto, '/hand-out', hanakosCopyForUto);
    desks.web.world.place = 'onLoan';
    await read(desks.uto, '/hand-out', release);
    desks.web.world.refused.set('/scans/hand-out', 'DO_NOT_HAND_OUT');
    const page = await read(desks.uto, '/hand-out', hanakosCopyForUto);
    expect(desks.web.heard).toEqual(['hand out', 'hand out']);
    expect(page).toContain('data-tone="stop"');
    desks.web.world.refused.clear();
    await desks.web.database.deskScan.deleteMany({});
    await read(desks.uto, '/hand-out', hanakosCopyForUto);
    await desks.web.database.session.updateMany({
      where: { account: 'uto' },
      data: { shownAt: new Date(Date.now() - 120_000) },
    });
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    expect(await read(desks.uto, '/hand-out', hanakosCopyForUto)).toContain('受け付け済みです');
  });

  test('its first page has the three jobs and what waits on its shelf, without a name or a title', async () => {
    desks.web.world.held.set('uto', [waitsFor(1)]);
    const page = (await desks.uto.get('/')).text;
    for (const words of ['到着受付', '引渡し', '返却受付', 'A-0003', 'カード下4桁', 'まだ棚にあります']) {
      expect(page).toContain(words);
    }
    expect(page).not.toMatch(/坊っちゃん|例山花子/);
    expect(page).toContain('inputmode="none"');
    expect((await desks.uto.get('/?keys=1')).text).toContain('inputmode="numeric"');
  });

  test('a number read on it begins the job of its kind', async () => {
    const start = async (code: string) =>
      (await desks.uto.post('/start', { factId: randomUUID(), code })).location?.split('?')[0];
    expect(await start(lostParcel)).toBe('/arrivals');
    expect(await start(hanakosCard)).toBe('/hand-out');
    desks.web.world.place = 'onLoan';
    expect(await start(hanakosCopy)).toBe('/hand-in');
    desks.web.world.place = 'atPickupLibrary';
    expect(await start(hanakosCopyForUto)).toBe('/hand-out');
  });

  test('sends home from its phone: what is to go is listed, and a copy that is read goes into a parcel', async () => {
    const page = (await desks.uto.get('/send-back')).text;
    expect(page).toContain('class="s-branch"');
    expect(page).toMatch(/inputmode="none".*カメラで読み取る.*小包に入れる資料　1点.*返却受付済/s);
    expect(page).not.toContain('坊っちゃん');
    const { catalog } = desks.web.deps;
    desks.web.deps.catalog = {
      call: () => Promise.reject(new ServiceFault('catalog', 'could not be reached')),
    };
    const unknown = (await desks.uto.get('/send-back')).text;
    desks.web.deps.catalog = catalog;
    expect(unknown).toMatch(/小包に入れる資料<.*いまはわかりません/s);
    expect(await read(desks.uto, '/send-back', '9784101010014')).toContain('県立図書館の資料ではありません');
    expect(desks.web.heard).toEqual([]);
    const packed = await desks.uto.post('/send-back', { factId: randomUUID(), code: hanakosCopyForUto });
    expect(packed.location).toBe(`/parcels/${utosParcel}`);
    expect(desks.web.heard).toEqual([`pack ${hanakosCopyForUto} into ${utosParcel} uto@uto`]);
    const parcel = (await desks.uto.get(`/parcels/${utosParcel}`)).text;
    expect(parcel).toMatch(/class="s-branch".*inputmode="none".*カメラで読み取る/s);
  });

  test('a parcel’s copies are listed; one that is missing is told, and a copy read after it is one too many', async () => {
    const page = await read(desks.uto, '/arrivals', lostParcel);
    expect(page).toContain('点を受け付けました');
    expect(page).toContain(hanakosCopy);
    const missing = { factId: randomUUID(), parcel: lostParcel, missing: hanakosCopy };
    await desks.uto.post('/arrivals/contents', missing);
    expect((await desks.uto.get('/arrivals')).text).toContain('1点足りません');
    expect(await read(desks.uto, '/arrivals', freeCopy)).toContain('余分な資料です');
    expect(desks.web.heard).toEqual(['arrival uto@uto', 'contents uto@uto', 'contents uto@uto']);
  });

  test('what was handed out before its parcel was scanned is not to be shelved', async () => {
    desks.web.world.place = 'atPickupLibrary';
    expect(await read(desks.uto, '/arrivals', lostParcel)).toMatch(/届いた\d点を、取り置き番号の順に棚へ/);
    desks.web.world.place = 'onLoan';
    const page = (await desks.uto.get('/arrivals')).text;
    expect(page).toContain('お渡し済み');
    expect(page).not.toContain('棚へ置いてください');
  });

  test('the wrong parcel was scanned: its arrival is taken back, on the answer, with 0, and later on its own page', async () => {
    const page = await read(desks.uto, '/arrivals', lostParcel);
    const voids = /name="voids" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await desks.uto.post('/scans/undo', { factId: randomUUID(), voids, page: '/arrivals' });
    const undone = (await desks.uto.get('/arrivals')).text;
    expect(undone).toContain('到着受付を取り消しました');
    expect(undone).toContain('s-session__undone');
    await read(desks.uto, '/arrivals', lostParcel);
    expect(await read(desks.uto, '/arrivals', '0')).toContain('到着受付を取り消しました');
    expect(await read(desks.uto, '/arrivals', '0')).toContain('s-answer');
    expect(desks.web.heard).toEqual([
      'arrival uto@uto',
      'not arrived uto@uto',
      'arrival uto@uto',
      'not arrived uto@uto',
    ]);
    const trail = await desks.deeds('takeBackArrival');
    expect(trail).toMatchObject([{ subject: `parcel ${lostParcel}` }, { subject: `parcel ${lostParcel}` }]);
    await desks.uto.post(`/parcels/${lostParcel}/not-arrived`, { factId: randomUUID() });
    expect(desks.web.heard.at(-1)).toBe('not arrived uto@uto');
  });

  test('a copy that waits for more than seven days is asked about once a day', async () => {
    desks.web.world.held.set('uto', [
      { ...waitsFor(9), reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0009' },
    ]);
    const asked = (await desks.uto.get('/shelf-checks?at=1')).text;
    expect(asked).toContain('7日より長い取り置きの確認');
    const look = /action="(\/shelf-checks\/[^"]+\/look)"/.exec(asked)?.[1] ?? '';
    await desks.uto.post(look, { factId: randomUUID(), answer: 'here' });
    expect((await desks.uto.get('/shelf-checks?at=1')).text).not.toContain('7日より長い取り置きの確認');
    expect(desks.web.heard).toEqual([]);
    await desks.web.database.shelfLook.deleteMany({});
    await desks.uto.post(look, { factId: randomUUID(), answer: 'gone' });
    expect(desks.web.heard).toEqual(['missed uto@uto']);
    expect((await desks.uto.get('/shelf-checks')).text).toContain('県立図書館が利用者に確かめます');
  });
});
