import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { catalogApi, makeBarcode, patronApi } from '@toshobin/contracts';
import { dayOf, deadlineOn, instantFromDate } from '@toshobin/lending-rules';
import type { Got } from '@toshobin/web/testing';
import { loanOf } from './scans/lend.ts';
import { beginOf, counter, listed, OTHER, openDesks, read, someone, waitsFor } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import { linePacked } from './testing/shipping-desk.ts';
import {
  copyBefore,
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosReservation,
  tarosCard,
  tarosReservation,
} from './testing/stand-ins.ts';

const desks = openDesks();

describe('the prefectural hold shelf', () => {
  test('a return that catches a copy for somebody has its slip printed by one key', async () => {
    desks.web.world.returns = { next: 'toHoldShelf', reservationId: someone, holdNumber: 'A-0001' };
    desks.web.world.stillHeld.add(hanakosCopy);
    const page = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(page).toContain('取り置き票を印刷する<kbd>5</kbd>');
    expect(page).toContain(`href="/slips/holds/${hanakosCopy}?from=returns&amp;print=1"`);
    const asked = await desks.desk.post('/returns', { factId: randomUUID(), code: '5', ...counter });
    expect(asked.location).toBe(`/slips/holds/${hanakosCopy}?from=returns&print=1`);
    const slip = (await desks.desk.get(asked.location ?? '')).text;
    expect(slip).toMatch(/p-sheet--hold.*下4桁<\/dt><dd class="p-four">0121.*メールに書いた日まで/s);
    expect(slip).toContain('data-at-once');
    expect(slip).toContain('href="/returns"');
    expect(slip).not.toMatch(/坊っちゃん|例山/);
    expect(await desks.deeds('printHoldSlips')).toMatchObject([{ subject: `copy ${hanakosCopy}` }]);
    expect((await desks.uto.get(asked.location ?? '')).location).toBe('/?not-allowed=1');
    desks.web.world.stillHeld.clear();
    expect((await desks.desk.get(asked.location ?? '')).status).toBe(404);
  });

  test('a number says whether it is of a reservation or of a hold, on whatever page it is read', async () => {
    desks.web.world.returns = { next: 'toHoldShelf', reservationId: someone, holdNumber: 'A-0001' };
    expect(await read(desks.desk, '/returns', hanakosCopy, counter)).toContain(
      '取り置き棚へ　取り置き番号 A-0001',
    );
    expect((await desks.desk.get('/pick-list')).text).toMatch(/<th[^>]*>受取館・取り置き番号</);
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desks.desk.get('/phone')).text).toMatch(/予約番号 R-[^ 　]+　受取館/);
  });

  test('with no such copy in hand the key prints nothing', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(await read(desks.desk, '/returns', '5', counter)).toContain('数字の 5 で選べるものは');
  });

  test('is listed in its order with who comes until when, and what comes down with where it goes', async () => {
    const until = deadlineOn(dayOf(instantFromDate(new Date())));
    desks.web.world.held.set('pref', [{ ...waitsFor(3), due: null, holdUntil: until }, waitsFor(1)]);
    const page = (await desks.desk.get('/hold-shelf')).text;
    expect(page).toMatch(/棚から下ろすもの　1点.*A-0004.*坊っちゃん.*キャンセル済.*次の予約/s);
    expect(page).toMatch(/取り置き中　2点.*A-0003.*坊っちゃん.*0121.*data-tone="ask".*今日 .*お知らせの前/s);
    expect(page).not.toContain('例山');
    expect((await desks.uto.get('/hold-shelf')).location).toBe('/?not-allowed=1');
    // The slips of what was put there today are printed together.
    expect(page).not.toContain('/slips/holds?');
    expect((await desks.desk.get('/slips/holds')).status).toBe(404);
    expect(page).toMatch(/href="\/slips\/holds\/\d+\?print=1"/);
    const since = instantFromDate(new Date());
    desks.web.world.held.set('pref', [waitsFor(3), { ...waitsFor(1), since }, { ...waitsFor(2), since }]);
    const withTodays = (await desks.desk.get('/hold-shelf')).text;
    expect(withTodays).toMatch(/href="\/slips\/holds\?print=1".*今日置いた2点の取り置き票を印刷する/s);
    const slips = (await desks.desk.get('/slips/holds?print=1')).text;
    expect(slips.match(/p-sheet--hold/g)).toHaveLength(2);
    expect(slips).toContain('data-at-once');
    expect(slips).not.toMatch(/坊っちゃん|例山/);
    expect(await desks.deeds('printHoldSlips')).toContainEqual(
      expect.objectContaining({ subject: 'hold shelf 2' }),
    );
  });
});

describe('the counter', () => {
  test('the name is hidden until it is asked for, and the looking is written down', async () => {
    const page = await read(desks.desk, '/hand-out', hanakosCard);
    expect(page).not.toContain('例山花子');
    expect((await desks.desk.post('/hand-out/name', {})).text).toContain('例山花子');
    expect(await desks.deeds('showName')).toMatchObject([{ account: 'desk', outcome: 'done' }]);
    expect((await desks.desk.get('/hand-out')).text).not.toContain('例山花子');
    expect((await desks.uto.post('/hand-out/name', {})).location).toBe('/?not-allowed=1');
  });

  test('of several held copies every number can be read: a line breaks between two of them', async () => {
    const held = ['A-0013', 'A-0014', 'A-0015'].map((holdNumber) => ({ ...waitsFor(1), holdNumber }));
    desks.web.world.held.set('pref', held);
    const page = await read(desks.desk, '/hand-out', hanakosCard);
    desks.web.world.held.clear();
    expect(page.match(/<b class="s-mark">A-\d{4}<\/b>/g)).toHaveLength(3);
  });

  test.each(['reserved', 'not reserved'] as const)(
    'a hand-out of a copy that was %s and is taken back counts no more on the card, before the patron service has heard of it',
    async (how) => {
      const { world } = desks.web;
      const isReserved = how === 'reserved';
      const reservation = {
        reservationId: hanakosReservation,
        reservationNumber: 'R-1',
        pickupLibrary: 'pref',
      };
      const copy = isReserved ? hanakosCopy : freeCopy;
      await read(desks.desk, '/hand-out', hanakosCard);
      const handed = await read(desks.desk, '/hand-out', copy);
      const voids = /name="voids" value="([^"]+)"/.exec(handed)?.[1] ?? '';
      const lent = isReserved ? {} : { reservationId: loanOf(voids), reservationNumber: 'R-2' };
      world.reserved = [{ ...reservation, state: 'handedOut', ...lent }];
      world.loans = 1;
      expect((await desks.desk.get('/hand-out')).text).toMatch(/<b>1点／10点<\/b>/);
      if (isReserved) world.held.set('pref', [{ ...waitsFor(1), barcode: copy, holdNumber: 'A-0001' }]);
      const page = await read(desks.desk, '/hand-out', '0');
      expect(page).toMatch(/<b>0点／10点<\/b>/);
      expect(page).toContain(`予約 <b>${isReserved ? 2 : 1}点`);
      expect(page.includes('この方の取り置きが1点あります')).toBe(isReserved);
      // Once it has heard, nothing is counted twice.
      world.reserved = isReserved ? [{ ...reservation, state: 'ready' }] : [];
      world.loans = 0;
      const heard = (await desks.desk.get('/hand-out')).text;
      expect(heard).toMatch(/<b>0点／10点<\/b>/);
      expect(heard).toContain('予約 <b>1点');
    },
  );

  test('of a hold that is over the counter is told while its copy stands on the shelf still', async () => {
    const page = await read(desks.desk, '/hand-out', hanakosCard);
    expect(page).not.toContain('取り置き期限の過ぎた');
    desks.web.world.holdEnded = tarosReservation;
    expect((await desks.desk.get('/hand-out')).text).toMatch(
      /取り置き期限の過ぎた資料が1点、まだ取り置き棚にあります.*A-0004.*読み取ると、お貸しできます/s,
    );
    await read(desks.uto, '/hand-out', hanakosCard);
    expect((await desks.uto.get('/hand-out')).text).not.toContain('取り置き期限の過ぎた');
  });

  test('a suspended card is told to the desk in its own words, and promises no loan', async () => {
    desks.web.world.cardStatus = 'suspended';
    desks.web.world.refused.set(patronApi.openCounterLoan.path, 'CARD_SUSPENDED');
    const shown = await read(desks.desk, '/hand-out', hanakosCard);
    expect(shown).not.toMatch(/お貸しできます|資料を読み取ってください/);
    // It stops the hand, as no card does that is waited behind.
    expect(shown).toMatch(/data-tone="stop"[^>]*id="answer".*利用停止の.*カードです/s);
    expect(shown).toMatch(/お渡しできるのは取り置きだけです.*利用停止の解除へ/s);
    const page = await read(desks.desk, '/hand-out', freeCopy);
    expect(page).toContain('この貸出カードは利用を止めています');
    expect(page).not.toContain('お問い合わせください');
    await read(desks.desk, '/hand-out', '9');
    desks.web.world.cardStatus = 'valid';
    expect(await read(desks.desk, '/hand-out', hanakosCard)).toContain('あと10点お貸しできます');
  });

  test.each([
    ['onLoan', '貸出中の資料です', '先に返却受付で読み取ってください'],
    ['returning', '返送中の資料です', '返却受付で読み取ってください', 'その後でお貸しできます'],
    ['inTransit', '宇土市立図書館へ配送中です（小包 ', '先に返却受付で読み取ってください'],
  ] as const)(
    'of a copy that is %s the counter hears where it is and what comes first',
    async (place, ...words) => {
      desks.web.world.place = place;
      desks.web.world.refused.set(catalogApi.lendAtCounter.path, 'STATE_CHANGED');
      await read(desks.desk, '/hand-out', hanakosCard);
      const page = await read(desks.desk, '/hand-out', freeCopy);
      expect(page).toContain('まだお渡ししないでください');
      for (const said of words) expect(page).toContain(said);
      expect(page).not.toContain(beginOf('STATE_CHANGED'));
    },
  );

  test('of a title that the reader has on loan the counter speaks of this reader, and of no reservation', async () => {
    desks.web.world.place = 'onShelf';
    desks.web.world.refused.set(patronApi.openCounterLoan.path, 'ALREADY_ON_LOAN');
    await read(desks.desk, '/hand-out', hanakosCard);
    const page = await read(desks.desk, '/hand-out', freeCopy);
    expect(page).toMatch(/この方は、同じ資料を.*もう借りています.*返却受付が済むと、お貸しできます/s);
    expect(page).not.toContain('予約できます');
    desks.web.world.refused.clear();
    const next = await read(desks.desk, '/hand-out', hanakosCopy);
    expect(next).toMatch(/お貸ししていないもの.*この方は、同じ資料を<br\/?>もう借りています/s);
  });

  test('an expired card is told to the desk in its own words, and stops the hand', async () => {
    desks.web.world.cardStatus = 'expired';
    desks.web.world.refused.set(patronApi.openCounterLoan.path, 'CARD_EXPIRED');
    const shown = await read(desks.desk, '/hand-out', hanakosCard);
    expect(shown).not.toMatch(/お貸しできます|資料を読み取ってください/);
    expect(shown).toMatch(
      /data-tone="stop"[^>]*id="answer".*有効期限が過ぎた.*カードです.*お渡しできるのは取り置きだけです/s,
    );
    expect(await read(desks.desk, '/hand-out', freeCopy)).toContain('この貸出カードは有効期限が過ぎています');
  });

  test('a card that was forgotten is this desk’s own affair, and its code lends nothing but what is held', async () => {
    const page = (await desks.desk.get('/hand-out')).text;
    expect(page).not.toContain('へお電話ください');
    expect(page).toMatch(/カードを忘れた方.*電話受付/s);
    await read(desks.desk, '/hand-out', '40404040');
    expect(await read(desks.desk, '/hand-out', freeCopy)).toContain('この方の取り置きだけをお渡しできます');
  });

  test('a book that was refused stays told of beside the next answer, until it is lent or another card is read', async () => {
    await read(desks.desk, '/hand-out', hanakosCard);
    desks.web.world.refused.set(patronApi.openCounterLoan.path, 'LOAN_LIMIT');
    expect(await read(desks.desk, '/hand-out', freeCopy)).not.toContain('お貸ししていないもの');
    desks.web.world.refused.clear();
    expect(await read(desks.desk, '/hand-out', hanakosCopy)).toMatch(
      new RegExp(`お貸ししていないもの　1点.*${freeCopy}`, 's'),
    );
    expect(await read(desks.desk, '/hand-out', freeCopy)).not.toContain('お貸ししていないもの');
  });

  test('why more loans count than somebody has at home is said', async () => {
    const counted = '受取館へ発送する資料と、受取館で取り置き中の資料も数えます';
    expect(await read(desks.desk, '/hand-out', tarosCard)).toMatch(new RegExp(`2点／10点.*${counted}`, 's'));
    expect(await read(desks.desk, '/hand-out', hanakosCard)).not.toContain(counted);
  });

  test('a receipt has all that one reader was lent that day, and nothing of who came in between', async () => {
    const { world } = desks.web;
    const ofHanako = makeBarcode('copy', 31);
    const lent = async (barcode: string) => {
      // The page lists it before its copy counts as lent.
      world.place = 'onShelf';
      await read(desks.desk, '/hand-out', barcode);
      world.place = 'onLoan';
      return {
        reservationId: world.lentFor.get(barcode) ?? '',
        reservationNumber: 'R-9',
        pickupLibrary: 'pref',
      };
    };
    await read(desks.desk, '/hand-out', hanakosCard);
    const first = await lent(freeCopy);
    await read(desks.desk, '/hand-out', tarosCard);
    await lent(copyBefore);
    world.reserved = [{ ...first, state: 'handedOut' }];
    await read(desks.desk, '/hand-out', hanakosCard);
    const receipt = async () => (await desks.desk.get('/slips/receipt')).text;
    const asked = await desks.desk.post('/hand-out', { factId: randomUUID(), code: '5' });
    expect(asked.location).toBe('/slips/receipt?print=1');
    expect(await receipt()).toMatch(/カード下4桁 0121　1点/);
    const second = await lent(ofHanako);
    world.reserved = [first, second].map((one) => ({ ...one, state: 'handedOut' }));
    expect(await receipt()).toMatch(/カード下4桁 0121　2点/);
    // What came back, and was lent to another, is theirs no more.
    world.lentFor.set(freeCopy, tarosReservation);
    expect(await receipt()).toMatch(/カード下4桁 0121　1点/);
  });

  test('what is lent is listed by its title, and a page drawn for another card lends nothing', async () => {
    await read(desks.desk, '/hand-out', hanakosCard);
    expect(await read(desks.desk, '/hand-out', freeCopy)).toMatch(/今お貸しした資料　1点.*坊っちゃん/);
    const asked = await desks.desk.post('/hand-out', { factId: randomUUID(), code: '5' });
    expect(asked.location).toBe('/slips/receipt?print=1');
    desks.web.world.place = 'onLoan';
    const receipt = (await desks.desk.get('/slips/receipt?print=1')).text;
    expect(receipt).toMatch(
      /data-at-once.*p-sheet--roll.*カード下4桁 0121　1点.*坊っちゃん.*12月28日（月）まで/s,
    );
    expect(receipt).not.toMatch(/例山|花子/);
    const onA6 = await desks.desk.get('/slips/receipt?paper=a6');
    expect(onA6.text).toContain('p-sheet--a6');
    // The next ones of this browser are printed on the same paper, until another is asked for.
    const asLast = async (headers: Record<string, string>) =>
      /p-sheet--(\w+)/.exec((await desks.desk.send('GET', '/slips/receipt?print=1', { headers })).text)?.[1];
    const [kept = ''] = onA6.headers.getSetCookie();
    const [pair = ''] = kept.split(';');
    expect(kept).toMatch(/Path=\/slips\/receipt; .*HttpOnly; SameSite=Lax/);
    const own = desks.desk.cookie;
    expect(await asLast({ cookie: `${own}; ${pair}` })).toBe('a6');
    expect(await asLast({ cookie: `${own}; ${pair.replace('a6', 'b5')}` })).toBe('roll');
    expect((await desks.uto.get('/slips/receipt')).location).toBe('/?not-allowed=1');
    desks.web.heard.length = 0;
    const other = { card: makeBarcode('card', 77) };
    const refused = await read(desks.desk, '/hand-out', hanakosCopy, other);
    expect(refused).toContain(OTHER);
    expect(refused).toMatch(
      /まだお渡ししないで.*カード下4桁 0121 の方に替わって.*カードを、もう一度読み取って/s,
    );
    // Whoever scans once more before reading it lends to nobody.
    expect(await read(desks.desk, '/hand-out', hanakosCopy)).toContain('はじめに貸出カードを');
    expect(desks.web.heard).toEqual([]);
  });

  test('a copy that was read before the card is lent to nobody, and is asked for again beside that card', async () => {
    expect(await read(desks.desk, '/hand-out', hanakosCopy)).toContain('はじめに貸出カードを');
    const asked = /data-tone="ask"[^>]*id="answer".*もう一度読み取ってください.*まだお貸ししていません/s;
    expect(await read(desks.desk, '/hand-out', hanakosCard)).toMatch(asked);
    expect(desks.web.heard.filter((one) => /hand out|lend|open loan/.test(one))).toEqual([]);
    expect(await read(desks.desk, '/hand-out', hanakosCopy)).not.toMatch(asked);
    expect(desks.web.heard).toContain('hand out');
    // The card of the next is answered as ever.
    expect(await read(desks.desk, '/hand-out', tarosCard)).not.toMatch(asked);
  });

  test.each(['desk', 'uto'] as const)(
    'in a second window at %s that was opened before the card was read in the first, no copy goes to that card',
    async (at) => {
      const release = '40404040';
      const scanOn = (page: Got, code: string) =>
        press(desks[at], '/hand-out', filledIn(page, '/hand-out', { code }));
      for (const card of [hanakosCard, release]) {
        const second = await desks[at].get('/hand-out');
        await read(desks[at], '/hand-out', card);
        const first = await desks[at].get('/hand-out');
        await scanOn(second, hanakosCopy);
        expect((await desks[at].get('/hand-out')).text).toContain(OTHER);
        // Nor, afterwards, from the first to another that is read in the second.
        await read(desks[at], '/hand-out', tarosCard);
        await scanOn(first, hanakosCopy);
        expect((await desks[at].get('/hand-out')).text).toContain(OTHER);
        // Whose window shows them still reads why theirs is asked for again.
        const theirs = filledIn(second, '/hand-out', { code: hanakosCopy, card: tarosCard });
        await press(desks[at], '/hand-out', theirs);
        expect((await desks[at].get('/hand-out')).text).toMatch(/はじめに貸出カードを.*もう終わっています/s);
        expect(desks.web.heard.filter((one) => /hand out|lend|open loan/.test(one))).toEqual([]);
      }
      await read(desks[at], '/hand-out', hanakosCard);
      await scanOn(await desks[at].get('/hand-out'), hanakosCopy);
      expect(desks.web.heard).toContain('hand out');
    },
  );
});

test('what is fetched is named by its title and shelf mark, and the last scans stay on the list', async () => {
  await read(desks.desk, '/pick-list/pick', hanakosCopy);
  const page = await read(desks.desk, '/pick-list/pick', freeCopy);
  expect(page).toMatch(
    /s-answer__foot.*坊っちゃん.*今日この端末で（この担当）　2点.*坊っちゃん.*913\.6 ナツ/s,
  );
  expect(listed(page)).toBe(2);
});

test('what is in an open parcel already goes back into that parcel, wherever it is scanned', async () => {
  const lines = [freeCopy, hanakosCopy].map((barcode) => ({ ...linePacked, barcode, holdNumber: 'A-0001' }));
  desks.web.world.parcelRead = { state: 'open', lines };
  const toPacking = { next: 'toPacking', reservationId: someone, pickupLibrary: 'uto' } as const;
  const back = /<title>小包に戻してください.*図書館あての小包 \d+ に入っています　取り置き番号 A-0001/s;
  desks.web.world.returns = { ...toPacking, holdNumber: 'A-0001' };
  expect(await read(desks.desk, '/returns', freeCopy, counter)).toMatch(back);
  // It was packed for another reader than the one who is next.
  desks.web.world.returns = { ...toPacking, holdNumber: 'A-0009' };
  expect(await read(desks.desk, '/returns', hanakosCopy, counter)).toContain('<title>次の予約：');
  desks.web.world.place = 'beingPrepared';
  desks.web.world.refused.set(catalogApi.confirmPick.path, 'STATE_CHANGED');
  expect(await read(desks.desk, '/pick-list/pick', freeCopy)).toMatch(back);
});

test('what is fetched is for the reservation on the list; what comes back, for the next one', async () => {
  desks.web.world.returns = {
    next: 'toPacking',
    reservationId: someone,
    holdNumber: 'A-0001',
    pickupLibrary: 'uto',
  };
  const fetched = await read(desks.desk, '/pick-list/pick', hanakosCopy);
  expect(fetched).toMatch(/<title>宇土市立図書館 へ.*梱包台へ　取り置き番号 A-0001/s);
  expect(fetched).not.toContain('次の予約');
  expect(await read(desks.desk, '/returns', freeCopy, counter)).toContain(
    '<title>次の予約：宇土市立図書館 へ',
  );
});

test('a copy that is fetched twice is counted once', async () => {
  await read(desks.desk, '/pick-list/pick', hanakosCopy);
  await read(desks.desk, '/pick-list/pick', freeCopy);
  desks.web.world.pickedBefore = randomUUID();
  const page = await read(desks.desk, '/pick-list/pick', hanakosCopy);
  expect(page).toMatch(/受け付け済みです.*今日この端末で（この担当）　2点/s);
  expect([listed(page), page.match(/name="voids"/g)?.length]).toEqual([3, 2]);
});

test('a copy of ours that is not on the pick list is told from a page that has changed', async () => {
  desks.web.world.refused.set(catalogApi.confirmPick.path, 'STATE_CHANGED');
  const page = await read(desks.desk, '/pick-list/pick', freeCopy);
  expect(page).toContain('出庫リストにない資料です');
  expect(page).not.toContain(beginOf('STATE_CHANGED'));
});

test('a copy that was searched for and is found while fetching is not sent back to its shelf', async () => {
  desks.web.world.refused.set(catalogApi.confirmPick.path, 'STATE_CHANGED');
  desks.web.world.condition = 'searching';
  const page = await read(desks.desk, '/pick-list/pick', freeCopy);
  desks.web.world.condition = 'inService';
  expect(page).toMatch(/棚に戻さないでください.*捜していた資料です.*返却受付で読み取ってください/s);
  expect(page).not.toContain('棚に戻してください');
});
