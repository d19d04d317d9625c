import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { formOn } from '@toshobin/web/testing';
import { loanOf } from './scans/lend.ts';
import { bodyOf, codeOf, OTHER, openDesks, scanned } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import {
  cancelledCopy,
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  tarosCard,
  tarosCopy,
} from './testing/stand-ins.ts';

const desks = openDesks();

describe('handing out', () => {
  test('the code of a release stands for the card, at its library alone', async () => {
    const body = { barcode: hanakosCopyForUto, cardNumber: '4040-4040' };
    expect(codeOf(await desks.kikuyo.json('POST', '/api/scans/hand-out', scanned(body)))).toBe('NOT_FOUND');
    await desks.uto.get('/hand-out');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: '４０４０４０４０' });
    expect((await desks.uto.get('/hand-out')).text).toContain('資料を読み取ってください');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto });
    expect((await desks.uto.get('/hand-out')).text).toContain('お渡しください');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: '9' });
    expect((await desks.uto.get('/hand-out')).text).toContain('はじめに貸出カードを読み取ってください');
    // A misread card is none.
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: '20000000' });
    expect((await desks.uto.get('/hand-out')).text).toMatch(/このカード番号は(<br\/>)?ありません/);
    // Nor is a card that nobody has.
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: makeBarcode('card', 987) });
    expect((await desks.uto.get('/hand-out')).text).toMatch(/このカード番号は(<br\/>)?ありません/);
    // Nor does a code of nobody open anything.
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: '40404041' });
    const page = (await desks.uto.get('/hand-out')).text;
    expect(page).toMatch(/この番号では(<br\/>)?お渡しできません.*番号をもう一度確かめてください/s);
    // It may be the card of the town's own library.
    expect(page).toContain('県立図書館の貸出カードの番号ではありません');
    expect(page).not.toContain('お探しのもの');
  });

  test('what was handed over already is recorded, after a refusal', async () => {
    desks.web.world.refused.set('/scans/hand-out', 'WRONG_PICKUP_LIBRARY');
    await desks.uto.get('/hand-out');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto });
    const page = (await desks.uto.get('/hand-out')).text;
    expect(page).toContain('お渡ししたことを記録する');
    expect(page).toContain('「転送」の箱へ入れ、県立図書館');
    expect(page).toContain('返却受付はしません');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto, handedOver: 'yes' });
    expect(desks.web.heard).toEqual(['hand out', 'handed over at uto']);
    const json = { barcode: hanakosCopyForUto, cardNumber: hanakosCard, handedOver: true };
    expect((await desks.uto.json('POST', '/api/scans/hand-out', scanned(json))).status).toBe(200);
    await desks.uto.post('/hand-out/done', {});
  });

  test('of what was handed over to a card that nobody has it is said which, that the desk makes sure, and whom to call', async () => {
    const cardNumber = makeBarcode('card', 987);
    const body = scanned({ barcode: hanakosCopyForUto, cardNumber, handedOver: true });
    const { code, sentence } = bodyOf(await desks.uto.json('POST', '/api/scans/hand-out', body));
    expect(code).toBe('CARD_OF_NOBODY');
    expect(sentence.ja).toContain(`下4桁 ${cardNumber.slice(-4)} の貸出カード`);
    expect(sentence.ja).toMatch(/要確認に入れました。.*県立図書館（[\d-]+）へ電話して/);
    expect(codeOf(await desks.uto.json('POST', '/api/scans/hand-out', { ...body, handedOver: false }))).toBe(
      'NOT_FOUND',
    );
  });

  test('what is pressed or typed in an old window takes the card of nobody else out of hand', async () => {
    const show = (code: string) => desks.uto.post('/hand-out', { factId: randomUUID(), code });
    await show(hanakosCard);
    const old = await desks.uto.get('/hand-out');
    await show(tarosCard);
    for (const [action, typed] of [
      ['/hand-out/done', {}],
      ['/hand-out', { code: '9' }],
    ] as const) {
      await press(desks.uto, action, filledIn(old, action, typed));
      const page = await desks.uto.get('/hand-out');
      expect(page.text).toContain(OTHER);
      expect(formOn(page, '/hand-out/done').get('card')).toBe(tarosCard);
    }
    await press(desks.uto, '/hand-out/done', formOn(await desks.uto.get('/hand-out'), '/hand-out/done'));
    expect((await desks.uto.get('/hand-out')).text).not.toContain('この方を終わる');
  });

  test('a copy that this reader has from elsewhere is to be read as a return; nothing else is offered', async () => {
    desks.web.world.refused.set('/scans/hand-out', 'LENT_TO_THIS_READER');
    await desks.uto.get('/hand-out');
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await desks.uto.post('/hand-out', { factId: randomUUID(), code: hanakosCopyForUto });
    const page = (await desks.uto.get('/hand-out')).text;
    expect(page).toMatch(/この方に貸出中の資料です。(<br\/>)?返却でしたら返却受付で読み取ってください。/);
    expect(page).not.toContain('お渡ししたことを記録する');
    expect(page).not.toContain('「転送」の箱');
    await desks.uto.post('/hand-out/done', {});
  });

  test('a hand-out taken back whose copy is nobody’s now: the answer says where it goes', async () => {
    const undone = async (code: string) => {
      const voids = randomUUID();
      await desks.desk.get('/hand-out');
      await desks.desk.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
      await desks.desk.post('/hand-out', { factId: voids, code, handedOver: 'yes' });
      await desks.desk.post('/scans/undo', { factId: randomUUID(), voids, page: '/hand-out' });
      return (await desks.desk.get('/hand-out')).text;
    };
    expect(await undone(hanakosCopy)).not.toContain('返却受付で読み取ってください');
    expect(await undone(cancelledCopy)).toContain(
      'どなたの取り置きでもありません。返却受付で読み取ってください。',
    );
    await desks.desk.post('/hand-out/done', {});
  });

  test('a loan of a copy from its shelf taken back: it is named so, here and where copies come down from the hold shelf', async () => {
    const { deps } = desks.web;
    const { catalog } = deps;
    const voids = randomUUID();
    Object.assign(deps, {
      catalog: {
        ...catalog,
        async readCopy(...asked: Parameters<typeof catalog.readCopy>) {
          const copy = await catalog.readCopy(...asked);
          return copy.ok ? allow({ ...copy.value, wentFor: loanOf(voids) }) : copy;
        },
        async copiesToReturn(...asked: Parameters<typeof catalog.copiesToReturn>) {
          const list = await catalog.copiesToReturn(...asked);
          return list.ok
            ? allow({ rows: list.value.rows.map((row) => ({ ...row, holdNumber: null })) })
            : list;
        },
      },
    });
    await desks.desk.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await desks.desk.post('/hand-out', { factId: voids, code: cancelledCopy, handedOver: 'yes' });
    await desks.desk.post('/scans/undo', { factId: randomUUID(), voids, page: '/hand-out' });
    const answer = (await desks.desk.get('/hand-out')).text;
    const shelf = (await desks.desk.get('/hold-shelf')).text;
    Object.assign(deps, { catalog });
    expect(answer).toMatch(
      /窓口貸出を取り消しました.*返却受付で読み取ってください。次の行き先が表示されます/s,
    );
    expect(shelf).toMatch(/窓口貸出の取り消し（取り置き棚にはありません）/);
    expect(shelf).not.toContain('キャンセル済');
    await desks.desk.post('/hand-out/done', {});
  });

  test('after the hold ended the desk allows it once, with a reason', async () => {
    desks.web.world.refused.set('/scans/hand-out', 'HAND_OUT_AFTER_EXPIRY');
    await desks.desk.get('/hand-out');
    await desks.desk.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
    await desks.desk.post('/hand-out', { factId: randomUUID(), code: hanakosCopy });
    const page = (await desks.desk.get('/hand-out')).text;
    expect(page).toContain('期限後の引渡しを1回だけ認めます。');
    desks.web.world.refused.clear();
    await desks.desk.post('/hand-out/late', {
      factId: randomUUID(),
      code: hanakosCopy,
      reason: '電話で確認',
    });
    expect((await desks.desk.get('/hand-out')).text).toContain('お渡しください');
    expect(desks.web.heard).toContain('allow late desk@pref');
    await desks.desk.post('/hand-out/done', {});
    const path = `/api/reservations/${hanakosReservation}/late-hand-out`;
    expect((await desks.desk.json('POST', path, { reason: '電話で確認' })).status).toBe(200);
    expect(await desks.lastDeed()).toMatchObject({ action: 'allowLateHandOut', reason: '電話で確認' });
    expect((await desks.uto.json('POST', path, { reason: '電話で確認' })).status).toBe(403);
    expect((await desks.desk.json('POST', path, {})).status).toBe(422);
  });

  test('a hand-out without a scan is confirmed by the desk', async () => {
    const body = scanned({ barcode: hanakosCopy, reason: '電話で確認' });
    expect((await desks.desk.json('POST', '/api/scans/confirm-hand-out', body)).status).toBe(200);
    expect((await desks.uto.json('POST', '/api/scans/confirm-hand-out', body)).status).toBe(403);
    expect(desks.web.heard).toEqual(['confirm hand-out desk@pref']);
  });
});

describe('窓口貸出', () => {
  const lend = async (barcode: string, more: object = {}) =>
    desks.desk.json('POST', '/api/scans/lend', scanned({ barcode, cardNumber: hanakosCard, ...more }));

  test('a copy from the shelf is lent, and the loan of a scan sent twice is one', async () => {
    expect(bodyOf(await lend(freeCopy)).say).toContain('お渡しください');
    expect(desks.web.heard).toEqual(['open loan', 'lend']);
  });

  test('a copy held for the card is an ordinary hand-out', async () => {
    expect((await lend(hanakosCopy)).status).toBe(200);
    expect(desks.web.heard).toEqual(['claim', 'hand out']);
  });

  test('a copy that somebody else has reserved needs a reason; without one the slot is given back', async () => {
    expect(codeOf(await lend(tarosCopy))).toBe('RESERVED_FOR_OTHER');
    expect(desks.web.heard).toEqual(['open loan', 'lend', 'release loan']);
    desks.web.heard.length = 0;
    const because = { overrides: ['RESERVED_FOR_OTHER'], overrideReason: '緊急' };
    expect((await lend(tarosCopy, because)).status).toBe(200);
    expect(desks.web.heard).toEqual(['open loan', 'lend because 緊急']);
    expect(await desks.lastDeed()).toMatchObject({ action: 'lend', reason: '緊急' });
    expect((await lend(tarosCopy, { overrides: ['RESERVED_FOR_OTHER'] })).status).toBe(422);
  });

  test('at the limit and reserved: the page asks for a reason for each, and goes on with both', async () => {
    desks.web.world.atLoanLimit = true;
    const read = async (path: string, fields: Record<string, string>) => {
      await desks.desk.post(path, { factId: randomUUID(), ...fields });
      return (await desks.desk.get('/hand-out')).text;
    };
    await desks.desk.get('/hand-out');
    await read('/hand-out', { code: hanakosCard });
    expect(await read('/hand-out', { code: tarosCopy })).toContain('name="override" value="LOAN_LIMIT"');
    const over = { code: tarosCopy, override: 'LOAN_LIMIT', reason: '緊急' };
    expect(await read('/hand-out/override', over)).toContain('name="and" value="LOAN_LIMIT"');
    const both = { code: tarosCopy, override: 'RESERVED_FOR_OTHER', and: 'LOAN_LIMIT', reason: '緊急' };
    expect(await read('/hand-out/override', both)).toContain('お渡しください');
    expect(desks.web.heard.slice(-2)).toEqual(['open loan because 緊急', 'lend because 緊急']);
    await desks.desk.post('/hand-out/done', {});
  });

  test('what was refused for one card is not gone on with for another that was read meanwhile', async () => {
    desks.web.world.atLoanLimit = true;
    const typed = async (code: string) => {
      await desks.desk.post('/hand-out', { factId: randomUUID(), code });
      return (await desks.desk.get('/hand-out')).text;
    };
    await typed(hanakosCard);
    const asked = await typed(freeCopy);
    expect(asked).toMatch(
      new RegExp(`action="/hand-out/override">(<input[^>]*>)*<input [^>]*name="card" value="${hanakosCard}"`),
    );
    desks.web.heard.length = 0;
    const form = { card: hanakosCard, reason: '緊急' };
    for (const [path, more] of [
      ['override', { code: freeCopy, override: 'LOAN_LIMIT' }],
      ['late', { code: hanakosCopy }],
    ] as const) {
      await typed(tarosCard);
      await desks.desk.post(`/hand-out/${path}`, { factId: randomUUID(), ...form, ...more });
      const page = await desks.desk.get('/hand-out');
      expect(page.text).toContain(OTHER);
      expect(page.text).toContain(`カード下4桁 ${tarosCard.slice(-4)} の方に替わって`);
      await press(desks.desk, '/hand-out', filledIn(page, '/hand-out', { code: freeCopy }));
    }
    expect(desks.web.heard).toEqual([]);
    await typed(tarosCard);
    const ofTaro = { ...form, code: freeCopy, card: tarosCard, override: 'LOAN_LIMIT' };
    await desks.desk.post('/hand-out/override', { factId: randomUUID(), ...ofTaro });
    expect((await desks.desk.get('/hand-out')).text).toContain('お渡しください');
    await desks.desk.post('/hand-out/done', {});
  });

  test('at the limit a copy held for the card may be handed out with a reason', async () => {
    desks.web.world.atLoanLimit = true;
    expect(codeOf(await lend(hanakosCopy))).toBe('LOAN_LIMIT');
    expect(desks.web.heard).toEqual(['claim']);
  });
});
