import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { bodyOf, codeOf, counter, openDesks, read, scanned } from './testing/open-desks.ts';
import {
  cancelledCopy,
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  outwardParcel,
  tarosCopy,
  utosParcel,
} from './testing/stand-ins.ts';

const desks = openDesks();

describe('at the prefectural counter', () => {
  const handOut = (barcode: string, cardNumber = hanakosCard) =>
    desks.desk.json('POST', '/api/scans/hand-out', scanned({ barcode, cardNumber }));

  test('a held copy is handed to its card: the loan slot is claimed before (R3)', async () => {
    const got = await handOut(hanakosCopy);
    expect(bodyOf(got).say).toBe('お渡しください　返却期限 2026年12月15日（火）まで');
    expect(desks.web.heard).toEqual(['claim', 'hand out']);
  });

  test('another person’s copy is not handed out, and no slot is claimed', async () => {
    const got = await handOut(tarosCopy);
    expect(JSON.parse(got.text).code).toBe('CARD_DOES_NOT_MATCH');
    expect(desks.web.heard).toEqual([]);
  });

  test('at ten loans the copy stays here', async () => {
    desks.web.world.atLoanLimit = true;
    expect(codeOf(await handOut(hanakosCopy))).toBe('LOAN_LIMIT');
    expect(desks.web.heard).toEqual(['claim']);
  });

  test('when the catalog refuses, the slot is given back', async () => {
    desks.web.world.handOutRefused = true;
    expect(codeOf(await handOut(hanakosCopy))).toBe('DO_NOT_HAND_OUT');
    expect(desks.web.heard).toEqual(['claim', 'hand out', 'release']);
  });

  test('a cancelled copy is not handed out, though the card knows nothing of its reservation any more', async () => {
    expect(codeOf(await handOut(cancelledCopy))).toBe('DO_NOT_HAND_OUT');
    expect(desks.web.heard).toEqual([]);
  });

  test('a claim that was there before is not given back when the catalog refuses', async () => {
    Object.assign(desks.web.world, { handOutRefused: true, claimedBefore: true });
    expect(codeOf(await handOut(hanakosCopy))).toBe('DO_NOT_HAND_OUT');
    expect(desks.web.heard).toEqual(['claim', 'hand out']);
  });

  test('a copy that is to be fetched elsewhere is refused with its library, and its loan slot stays', async () => {
    const problem = JSON.parse((await handOut(hanakosCopyForUto)).text);
    expect(problem.code).toBe('WRONG_PICKUP_LIBRARY');
    desks.web.world.place = 'onLoan';
    expect(codeOf(await handOut(hanakosCopyForUto))).toBe('LENT_TO_THIS_READER');
    expect(desks.web.heard).toEqual([]);
  });

  test('on the page the card comes first, then the copy; the card is forgotten afterwards', async () => {
    const read = async (code: string) => {
      await desks.desk.post('/hand-out', { factId: randomUUID(), code });
      return (await desks.desk.get('/hand-out')).text;
    };
    // The card, which it waits for, may be read at once.
    expect(await read(hanakosCopy)).toMatch(/data-awaits.*まだお渡ししないでください/s);
    expect(
      await read(hanakosCard.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
    ).toContain(`貸出カード <span class="s-num">${hanakosCard}`);
    const done = await read(hanakosCopy);
    expect(done).toContain('お渡しください');
    await desks.desk.post('/hand-out/done', {});
    const next = (await desks.desk.get('/hand-out')).text;
    expect(next).toContain('はじめに貸出カードを読み取ってください');
    expect(next).not.toContain(hanakosCard);
    const sessions = await desks.web.database.session.findMany({ where: { shownCard: { not: null } } });
    expect(sessions).toEqual([]);
  });

  test('whoever comes back from another page reads whose card is in hand still', async () => {
    await desks.desk.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await desks.desk.post('/pick-list/pick', { factId: randomUUID(), code: hanakosCard });
    const page = (await desks.desk.get('/hand-out')).text;
    expect(page).toContain(`カード下4桁 ${hanakosCard.slice(-4)} の方が<br/>続いています`);
    expect(page).not.toContain('はじめに貸出カードを読み取ってください');
  });

  test('who stands at the counter of a library that something is entered for stands at no other', async () => {
    const read = async (code: string, query: { library?: string } = {}) => {
      await desks.desk.post('/hand-out', { factId: randomUUID(), code, ...query });
      return (await desks.desk.get(`/hand-out?${new URLSearchParams(query)}`)).text;
    };
    const utos = { library: 'uto' };
    expect(await read(hanakosCard, utos)).toContain(hanakosCard);
    expect((await desks.desk.get('/hand-out')).text).not.toContain(hanakosCard);
    expect(await read(freeCopy)).toContain('はじめに貸出カードを読み取ってください');
    expect(desks.web.heard).toEqual([]);
    // What ends a visit here ends none there.
    await desks.desk.post('/hand-out/done', {});
    expect((await desks.desk.get('/hand-out?library=uto')).text).toContain(hanakosCard);
    expect(await read(hanakosCard)).toContain(hanakosCard);
    expect((await desks.desk.get('/hand-out?library=uto')).text).not.toContain(hanakosCard);
  });
});

test('at a pickup library the slot was taken before dispatch, so none is claimed', async () => {
  const body = scanned({ barcode: hanakosCopy, cardNumber: hanakosCard });
  expect((await desks.uto.json('POST', '/api/scans/hand-out', body)).status).toBe(200);
  expect(desks.web.heard).toEqual(['hand out']);
});

test('a return is one scan, and its answer says where the copy goes', async () => {
  await desks.desk.get('/returns');
  const posted = await desks.desk.post('/returns', {
    factId: randomUUID(),
    code: hanakosCopy,
    from: 'counter',
  });
  expect([posted.status, posted.location]).toEqual([303, '/returns?from=counter']);
  const page = await desks.desk.get('/returns');
  expect(page.text).toMatch(/<title>棚へ/);
  expect(page.text).toContain('請求記号 913.6 ナツ');
  expect(page.text).toContain('保護カバー（袋）はありますか');
});

describe('a copy whose reservation ended after it was fetched', () => {
  test('is a piece of work at the prefectural desk: put back by a scan at the returns', async () => {
    expect((await desks.desk.get('/')).text).toMatch(/下ろすもの<\/dt><dd>1点/);
    const page = await desks.desk.get('/hold-shelf');
    expect(page.text).toContain('A-0004');
    expect(page.text).toContain(cancelledCopy);
    expect(page.text).toContain('href="/returns"');
    const { rows } = JSON.parse((await desks.desk.json('GET', '/api/copies-to-return')).text);
    expect(rows).toMatchObject([{ barcode: cancelledCopy, why: 'cancelled' }]);
  });

  test('is a piece of work at a branch: sent back in a parcel', async () => {
    expect((await desks.uto.get('/')).text).toMatch(/返送<b>2点/);
    const page = (await desks.uto.get('/send-back')).text.replaceAll(/<[^>]+>/g, '');
    expect(page).toContain(`取り置き番号 A-0003　${hanakosCopyForUto}`);
    expect(page).toContain(`予約のない資料　${freeCopy}`);
    expect(page).not.toContain('坊っちゃん');
    expect((await desks.uto.json('GET', '/api/copies-to-return')).text).not.toContain('坊っちゃん');
  });

  test('scanned at the packing desk, it is said what to do with it', async () => {
    const pack = (barcode: string) =>
      desks.desk.json('POST', `/api/parcels/${outwardParcel}/pack`, scanned({ barcode }));
    const problem = JSON.parse((await pack(cancelledCopy)).text);
    expect(problem.code).toBe('COPY_TO_RETURN');
    expect(problem.sentence.ja).toBe('キャンセルされた資料です。返却受付で読み取ってください。');
    expect(codeOf(await pack(tarosCopy))).toBe('COPY_NOT_TO_PACK');
    expect((await pack(hanakosCopy)).status).toBe(200);
    await desks.desk.post(`/parcels/${outwardParcel}/pack`, { factId: randomUUID(), code: cancelledCopy });
    expect((await desks.desk.get(`/parcels/${outwardParcel}`)).text).toContain(
      '返却受付で読み取ってください',
    );
  });
});

test('a copy that is not on the shelf: the desk hears whether another one is fetched instead', async () => {
  const missing = async (barcode: string) =>
    bodyOf(await desks.desk.json('POST', '/api/scans/not-on-shelf', scanned({ barcode }))).say;
  expect(await missing(hanakosCopy)).toBe('捜索中にしました　ほかの資料で用意します。');
  expect(await missing(tarosCopy)).toBe('捜索中にしました　予約は順番待ちに戻りました。');
});

test('a card in place of a copy is named as what it is', async () => {
  await desks.desk.get('/returns');
  await desks.desk.post('/returns', { factId: randomUUID(), code: hanakosCard, from: 'counter' });
  const page = await desks.desk.get('/returns');
  expect(page.text).toContain('資料の番号を読み取ってください。今のは貸出カードの番号です。');
});

test('a number of ours that lost its first digit goes on no shelf of another library', async () => {
  const at = (code: string) => read(desks.desk, '/returns', code, counter);
  expect(await at('3005128814')).toContain('市町村の資料は「他館の資料」の棚へ');
  expect(await at(freeCopy.slice(1))).not.toContain('他館の資料');
});

test('a parcel in place of a copy is sent to where parcels are read', async () => {
  for (const [who, at] of [
    [desks.desk, '/returns'],
    [desks.uto, '/hand-in'],
  ] as const) {
    const page = await read(who, at, utosParcel, counter);
    expect(page).toContain('今のは小包の番号です');
    expect(page).toContain('小包は、<a href="/arrivals">到着受付</a>で読み取ってください。');
    expect(page).not.toContain('他館の資料');
  }
});
