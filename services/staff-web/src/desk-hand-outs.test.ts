import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { signedInAt } from './testing/signed-in.ts';
import {
  cancelledCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  outwardParcel,
  tarosCopy,
} from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
beforeAll(async () => {
  web = await startStaffWeb();
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  Object.assign(web.world, { atLoanLimit: false, handOutRefused: false, claimedBefore: false });
});

const signedIn = (account: string) => signedInAt(web.service.url, account);

const scan = (more: object = {}) => ({ factId: randomUUID(), occurredAt: '2026-11-24T03:00:00Z', ...more });
const sentence = (text: string): string => JSON.parse(text).say;

describe('at the prefectural counter', () => {
  const handOut = async (barcode: string, cardNumber = hanakosCard) => {
    const desk = await signedIn('desk');
    return desk.json('POST', '/api/scans/hand-out', scan({ barcode, cardNumber }));
  };

  test('a held copy is handed to its card: the loan slot is claimed before (R3)', async () => {
    const got = await handOut(hanakosCopy);
    expect(sentence(got.text)).toBe('お渡しください　返却期限 2026年12月15日（火）まで');
    expect(web.heard).toEqual(['claim', 'hand out']);
  });

  test('another person’s copy is not handed out, and no slot is claimed', async () => {
    const got = await handOut(tarosCopy);
    expect(JSON.parse(got.text).code).toBe('CARD_DOES_NOT_MATCH');
    expect(web.heard).toEqual([]);
  });

  test('at ten loans the copy stays here', async () => {
    web.world.atLoanLimit = true;
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('LOAN_LIMIT');
    expect(web.heard).toEqual(['claim']);
  });

  test('when the catalog refuses, the slot is given back', async () => {
    web.world.handOutRefused = true;
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual(['claim', 'hand out', 'release']);
  });

  test('a cancelled copy is not handed out, though the card knows nothing of its reservation any more', async () => {
    expect(JSON.parse((await handOut(cancelledCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual([]);
  });

  test('a claim that was there before is not given back when the catalog refuses', async () => {
    Object.assign(web.world, { handOutRefused: true, claimedBefore: true });
    expect(JSON.parse((await handOut(hanakosCopy)).text).code).toBe('DO_NOT_HAND_OUT');
    expect(web.heard).toEqual(['claim', 'hand out']);
  });

  test('a copy that is to be fetched elsewhere is refused with its library, and its loan slot stays', async () => {
    const problem = JSON.parse((await handOut(hanakosCopyForUto)).text);
    expect(problem.code).toBe('WRONG_PICKUP_LIBRARY');
    expect(web.heard).toEqual([]);
  });

  test('on the page the card comes first, then the copy; the card is forgotten afterwards', async () => {
    const desk = await signedIn('desk');
    const read = async (code: string) => {
      await desk.post('/hand-out', { factId: randomUUID(), code });
      return (await desk.get('/hand-out')).text;
    };
    expect(await read(hanakosCopy)).toContain('まだお渡ししないでください');
    expect(
      await read(hanakosCard.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
    ).toContain(`貸出カード <span class="s-num">${hanakosCard}`);
    const done = await read(hanakosCopy);
    expect(done).toContain('お渡しください');
    await desk.post('/hand-out/done', {});
    const next = (await desk.get('/hand-out')).text;
    expect(next).toContain('はじめに貸出カードを読み取ってください');
    expect(next).not.toContain(hanakosCard);
    const sessions = await web.database.session.findMany({ where: { shownCard: { not: null } } });
    expect(sessions).toEqual([]);
  });
});

test('at a pickup library the slot was taken before dispatch, so none is claimed', async () => {
  const uto = await signedIn('uto');
  const body = scan({ barcode: hanakosCopy, cardNumber: hanakosCard });
  expect((await uto.json('POST', '/api/scans/hand-out', body)).status).toBe(200);
  expect(web.heard).toEqual(['hand out']);
});

test('a return is one scan, and its answer says where the copy goes', async () => {
  const desk = await signedIn('desk');
  await desk.get('/returns');
  const posted = await desk.post('/returns', { factId: randomUUID(), code: hanakosCopy, from: 'counter' });
  expect([posted.status, posted.location]).toEqual([303, '/returns?from=counter']);
  const page = await desk.get('/returns');
  expect(page.text).toMatch(/<title>棚へ/);
  expect(page.text).toContain('請求記号 913.6 ナツ');
  expect(page.text).toContain('保護カバー（袋）はありますか');
});

describe('a copy whose reservation ended after it was fetched', () => {
  test('is a piece of work at the prefectural desk: put back by a scan at the returns', async () => {
    const desk = await signedIn('desk');
    expect((await desk.get('/')).text).toMatch(/下ろすもの<\/dt><dd>1点/);
    const page = await desk.get('/hold-shelf');
    expect(page.text).toContain('A-0004');
    expect(page.text).toContain(cancelledCopy);
    expect(page.text).toContain('href="/returns"');
    const { rows } = JSON.parse((await desk.json('GET', '/api/copies-to-return')).text);
    expect(rows).toMatchObject([{ barcode: cancelledCopy, why: 'cancelled' }]);
  });

  test('is a piece of work at a branch: sent back in a parcel', async () => {
    const uto = await signedIn('uto');
    expect((await uto.get('/')).text).toMatch(/返送<b>1点/);
    expect((await uto.get('/send-back')).text).toContain(hanakosCopyForUto);
    expect((await uto.json('GET', '/api/copies-to-return')).text).not.toContain('坊っちゃん');
  });

  test('scanned at the packing desk, it is said what to do with it', async () => {
    const desk = await signedIn('desk');
    const pack = (barcode: string) =>
      desk.json('POST', `/api/parcels/${outwardParcel}/pack`, scan({ barcode }));
    const problem = JSON.parse((await pack(cancelledCopy)).text);
    expect(problem.code).toBe('COPY_TO_RETURN');
    expect(problem.sentence.ja).toBe('キャンセルされた資料です。返却受付で読み取ってください。');
    expect(JSON.parse((await pack(tarosCopy)).text).code).toBe('COPY_NOT_TO_PACK');
    expect((await pack(hanakosCopy)).status).toBe(200);
    await desk.post(`/parcels/${outwardParcel}/pack`, { factId: randomUUID(), code: cancelledCopy });
    expect((await desk.get(`/parcels/${outwardParcel}`)).text).toContain('返却受付で読み取ってください');
  });
});

test('a copy that is not on the shelf: the desk hears whether another one is fetched instead', async () => {
  const desk = await signedIn('desk');
  const missing = async (barcode: string) =>
    sentence((await desk.json('POST', '/api/scans/not-on-shelf', scan({ barcode }))).text);
  expect(await missing(hanakosCopy)).toBe('捜索中にしました　ほかの資料で用意します。');
  expect(await missing(tarosCopy)).toBe('捜索中にしました　予約は順番待ちに戻りました。');
});

test('a card in place of a copy is named as what it is', async () => {
  const desk = await signedIn('desk');
  await desk.get('/returns');
  await desk.post('/returns', { factId: randomUUID(), code: hanakosCard, from: 'counter' });
  const page = await desk.get('/returns');
  expect(page.text).toContain('資料の番号を読み取ってください。今のは貸出カードの番号です。');
});
