import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import type { ReservationProcess } from '@toshobin/web';
import { allVerbs } from './all-verbs.ts';
import { carryOutCancellations } from './phone/carry-out-cancellations.ts';
import { forgetSessions } from './signed-in/forget-sessions.ts';
import { mistyped, novel, readingOfName, secondInQueue, weeklyMagazine } from './testing/desk-services.ts';
import { codeOf, OTHER, openDesks } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import { followedReservation, hanakosCard, hanakosCopy, hanakosReservation } from './testing/stand-ins.ts';
import { shapeOf } from './verbs/form-fields.ts';

const desks = openDesks();

const queued = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0003';

const card = { cardNumber: hanakosCard };
/** In every form for the caller. */
const drawnFor = { card: hanakosCard };
const wish = (more: object = {}) => ({
  ...card,
  reservationId: hanakosReservation,
  wishId: randomUUID(),
  ...more,
});

describe('電話受付', () => {
  const reserve = (recordId: string, pickupLibrary = 'pref') =>
    desks.desk.json('POST', '/api/phone/reservations', {
      ...card,
      reservationId: randomUUID(),
      recordId,
      pickupLibrary,
    });

  test('来館貸出可 is reserved for a caller, and its process begins', async () => {
    const got = JSON.parse((await reserve(weeklyMagazine)).text);
    expect(got).toMatchObject({ reservationNumber: 'R-phone', answered: 'now', position: 1 });
    expect(desks.web.heard).toEqual(['admit phone']);
  });

  test('other titles and other libraries are refused before anything is written', async () => {
    expect(codeOf(await reserve(novel))).toBe('PHONE_NOT_FOR_THIS');
    expect(codeOf(await reserve(weeklyMagazine, 'uto'))).toBe('PICKUP_MUST_BE_PREFECTURAL');
    expect(desks.web.heard).toEqual([]);
  });

  test('a reservation of somebody else is not the caller’s to change', async () => {
    const got = await desks.desk.json(
      'POST',
      '/api/phone/cancellations',
      wish({ reservationId: randomUUID() }),
    );
    expect([codeOf(got), desks.web.heard]).toEqual(['NOT_FOUND', []]);
    const unknown = { cardNumber: makeBarcode('card', 99) };
    expect(codeOf(await desks.desk.json('POST', '/api/phone/callers', unknown))).toBe('NOT_FOUND');
  });

  test('what has ended is not counted among the reservations, and why more loans count than are listed is said', async () => {
    const [shipped, cancelled, handedIn] = [randomUUID(), randomUUID(), randomUUID()];
    const seen = async () => {
      await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
      return (await desks.desk.get('/phone')).text;
    };
    const counted = '受取館へ発送する資料と、受取館で取り置き中の資料も数えます';
    expect(await seen()).not.toContain(counted);
    desks.web.world.moreRows = [
      { reservationId: shipped, state: 'shipped' },
      { reservationId: cancelled, state: 'cancelled' },
      { reservationId: handedIn, state: 'returning' },
    ];
    const page = await seen();
    desks.web.world.moreRows = [];
    expect(page).toMatch(
      /借りている　1点.*返却受付済（[^）]*）　1点.*予約　2点（うち1点は貸出に数えます）.*終わったもの　1点/s,
    );
    expect(page).toContain(counted);
  });

  test('a copy that its reader has lost is among what is borrowed until it is settled, and no other is promised', async () => {
    desks.web.world.moreRows = [
      { reservationId: randomUUID(), title: '三四郎', state: 'lostInTransit' },
      { reservationId: randomUUID(), title: '道草', state: 'lostInTransit', open: false },
    ];
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desks.desk.get('/phone')).text;
    desks.web.world.moreRows = [];
    expect(page).toMatch(/借りている　2点.*三四郎.*紛失の手続き中.*返らない資料で手続きする.*予約　1点/s);
    expect(page).toMatch(/終わったもの　1点.*道草.*配送中の紛失.*ほかの資料で用意する/s);
  });

  test('on the page: the card first, then the date is told, then it is extended', async () => {
    await desks.desk.get('/phone');
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desks.desk.post('/phone/titles', { q: '週刊' })).text;
    expect(page).toContain('例山花子');
    expect(page).toContain('週刊例誌');
    expect(page).not.toContain('三四郎');
    const preview = await desks.desk.post(`/phone/${hanakosReservation}/preview`, drawnFor);
    expect(preview.text).toContain('2026年12月15日（火）までに延長する');
    expect(preview.text).toContain(`「坊っちゃん」</b>　カード下4桁 ${hanakosCard.slice(-4)}`);
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(preview.text)?.[1] ?? '';
    await desks.desk.post(`/phone/${hanakosReservation}/extend`, {
      ...drawnFor,
      wishId: field('wishId'),
      confirmDue: field('confirmDue'),
      previewedAt: field('previewedAt'),
    });
    expect((await desks.desk.get('/phone')).text).toContain('延長しました');
    await desks.desk.post('/phone/reserve', {
      ...drawnFor,
      reservationId: randomUUID(),
      recordId: weeklyMagazine,
    });
    expect((await desks.desk.get('/phone')).text).toMatch(
      /予約を受け付けました　予約番号 R-phone.*資料があります。これから用意します/s,
    );
    await desks.desk.post(`/phone/${queued}/suspend`, {
      ...drawnFor,
      wishId: randomUUID(),
      until: '2027-01-10',
    });
    expect((await desks.desk.get('/phone')).text).toContain('一時停止しました');
    await desks.desk.post(`/phone/${queued}/change-pickup`, {
      ...drawnFor,
      wishId: randomUUID(),
      pickupLibrary: 'uto',
    });
    expect((await desks.desk.get('/phone')).text).toContain('受取館を変更しました');
    await desks.desk.post(`/phone/${queued}/cancel`, { ...drawnFor, wishId: randomUUID() });
    expect((await desks.desk.get('/phone')).text).toContain('予約をキャンセルしました');
    expect(desks.web.heard.filter((word) => word !== 'read')).toEqual([
      'preview',
      'extend',
      'admit phone',
      'suspend',
      'change to uto',
      'cancel by patron',
    ]);
  });

  test('the card tells where each book is and what comes next, and asks before anything is cancelled', async () => {
    desks.web.world.cardStatus = 'suspended';
    await desks.desk.get('/phone');
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desks.desk.get('/phone')).text;
    desks.web.world.cardStatus = 'valid';
    expect(page).toContain('新しい予約と貸出はできません。返却と、取り置き中の資料の引渡しはできます。');
    // The face is of what can be done.
    expect(page).toMatch(/data-tone="stop"[^>]* id="answer".*新しい予約と貸出はできません.*利用停止の/s);
    expect(page).not.toContain('この方の手続きができます');
    const rowOf = (id: string) =>
      new RegExp(`<tr data-reservation="${id}".*?</tr>`, 's').exec(page)?.[0] ?? '';
    expect(rowOf(queued)).toMatch(/割当待ち.*順番 3番目.*資料が空くのを待つ/s);
    expect(rowOf(hanakosReservation)).toMatch(/貸出中.*ご本人.*まで.*返却を待つ（延長の1回は残っています）/s);
    expect(page).not.toContain(`/phone/${queued}/cancel`);
    const asking = (await desks.desk.get(`/phone?cancel=${queued}`)).text;
    expect(asking).toContain('の予約をキャンセルしますか。');
    expect(asking).toContain('順番（3番目）はなくなります。');
    expect(asking).toContain(`action="/phone/${queued}/hold-cancellation"`);
    expect(desks.web.heard.filter((word) => word.startsWith('cancel'))).toEqual([]);
    desks.web.world.noCopyLeft = true;
    const lost = (await desks.desk.get(`/phone?cancel=${queued}`)).text;
    desks.web.world.noCopyLeft = false;
    expect(lost).toContain('貸出できる資料がありません');
    expect(lost).not.toContain('番目');
    await desks.desk.post('/phone/done', {});
  });

  test('what was said before is gone once a cancellation is asked about', async () => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = async (query = '') => (await desks.desk.get(`/phone${query}`)).text;
    expect(await page()).toContain('この方の手続きができます');
    expect(await page(`?cancel=${queued}`)).not.toContain('この方の手続きができます');
    expect(await page()).not.toContain('この方の手続きができます');
    await desks.desk.post('/phone/done', {});
  });

  test('a cancellation waits for five minutes and is taken back by one press; then it is carried out, once', async () => {
    const cancelled = () => desks.web.heard.filter((word) => word.startsWith('cancel')).length;
    const carryOut = (minutes: number) =>
      carryOutCancellations({ ...desks.web.deps, now: () => new Date(Date.now() + minutes * 60_000) });
    await desks.desk.get('/phone');
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const hold = async () => {
      await desks.desk.post(`/phone/${queued}/hold-cancellation`, { ...drawnFor, wishId: randomUUID() });
      return (await desks.desk.get('/phone')).text;
    };
    const page = await hold();
    expect(page).toMatch(/キャンセルします<.*までは元に戻せます.*\d+:\d+にキャンセルします/s);
    expect(page).not.toContain(`/phone?cancel=${queued}`);
    await carryOut(4);
    await desks.desk.post(`/phone/${queued}/keep`, {});
    expect((await desks.desk.get('/phone')).text).toContain('キャンセルをやめました');
    await carryOut(6);
    expect(cancelled()).toBe(0);
    await hold();
    await Promise.all([carryOut(6), carryOut(6)]);
    await carryOut(7);
    expect(cancelled()).toBe(1);
    await desks.desk.post(`/phone/${queued}/keep`, {});
    expect((await desks.desk.get('/phone')).text).not.toContain('キャンセルをやめました');
    const deeds = await desks.web.database.audit.findMany({ where: { subject: `reservation ${queued}` } });
    expect(deeds.slice(-5).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'holdCancellation done',
      'takeBackCancellation done',
      'holdCancellation done',
      'cancelForCaller done',
      'takeBackCancellation STATE_CHANGED',
    ]);
    await desks.desk.post('/phone/done', {});
  });

  test('what can’t be cancelled any more is told to the desk, not to the reader', async () => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    await desks.desk.post(`/phone/${hanakosReservation}/hold-cancellation`, {
      ...drawnFor,
      wishId: randomUUID(),
    });
    const page = (await desks.desk.get('/phone')).text;
    expect(page).toMatch(/ご本人に渡した資料なので、.*返却受付/s);
    expect(page).not.toContain('返却期限までに返却してください');
    await desks.desk.post('/phone/done', {});
  });

  test('a cancellation that waits stands wherever its reservation does, and is taken back there', async () => {
    const hold = (reservationId: string) =>
      desks.web.deps.heldCancellations.hold({
        reservationId: ReservationIdSchema.parse(reservationId),
        wishId: randomUUID(),
        askedAt: new Date(),
        by: { account: 'desk', role: 'prefecturalDesk', library: PREFECTURAL_LIBRARY },
      });
    const copy = { barcode: hanakosCopy, title: '坊っちゃん', shelfMark: '913/ナ', holdNumber: 'A-0001' };
    const held = { since: '2026-11-24T03:00:00Z', holdUntil: null, due: null };
    const parts = { protectiveCover: false, supplementCount: 0 };
    desks.web.world.held.set('pref', [{ ...copy, ...held, ...parts, reservationId: hanakosReservation }]);
    for (const [from, reservationId] of [
      ['/hold-shelf', hanakosReservation],
      ['/pick-list', hanakosReservation],
      ['/packing', hanakosReservation],
      [`/titles/${novel}`, secondInQueue],
      [`/timeline/${followedReservation}`, followedReservation],
    ] as const) {
      await hold(reservationId);
      const action = `/phone/${reservationId}/keep`;
      const page = await desks.desk.get(from);
      expect([from, page.text.includes('にキャンセルします（電話）')]).toEqual([from, true]);
      expect((await press(desks.desk, action, filledIn(page, action, {}))).location).toBe(from);
      const kept = (await desks.desk.get(from)).text;
      expect([from, kept.includes('キャンセルをやめました'), kept.includes(action)]).toEqual([
        from,
        true,
        false,
      ]);
    }
    // Whoever hands it out reads it too, and can't take it back.
    await hold(hanakosReservation);
    desks.web.world.held.set('uto', [{ ...copy, ...held, ...parts, reservationId: hanakosReservation }]);
    for (const at of ['uto', 'desk']) {
      const counter = await desks.signedIn(at);
      await counter.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
      const page = (await counter.get('/hand-out')).text;
      expect([at, page.includes('にキャンセルします（電話）'), page.includes('/keep')]).toEqual([
        at,
        true,
        false,
      ]);
    }
    await desks.web.deps.heldCancellations.takeBack(ReservationIdSchema.parse(hanakosReservation));
    desks.web.world.held.clear();
  });

  test('it leads back to no page that is not ours', async () => {
    const got = await desks.desk.post(`/phone/${queued}/keep`, {
      from: 'https://elsewhere.example/hold-shelf',
    });
    expect(got.location).toBe('/phone');
  });

  test('what can’t be cancelled then is told on the card, and what was not answered is tried again', async () => {
    await desks.desk.get('/phone');
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    await desks.desk.post(`/phone/${queued}/hold-cancellation`, { ...drawnFor, wishId: randomUUID() });
    const answering = (cancel: ReservationProcess['cancel']) =>
      carryOutCancellations({
        ...desks.web.deps,
        process: { ...desks.web.deps.process, cancel },
        now: () => new Date(Date.now() + 6 * 60_000),
      });
    await answering(async () => refuse('TRY_AGAIN'));
    await answering(async () => Promise.reject(new Error('away')));
    expect((await desks.desk.get('/phone')).text).toContain(`action="/phone/${queued}/keep"`);
    await answering(async () => refuse('CANCEL_TOO_LATE'));
    const page = (await desks.desk.get('/phone')).text;
    expect(page).toMatch(new RegExp(`id="held-${queued}".*できませんでした：`, 's'));
    expect(page).toContain(`/phone?cancel=${queued}`);
    await desks.desk.post('/phone/done', {});
  });

  test('what makes a card valid again stands open, and nothing else does', async () => {
    const opened = async (status: 'valid' | 'expired' | 'suspended') => {
      desks.web.world.cardStatus = status;
      await desks.desk.get('/phone');
      await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
      const page = (await desks.desk.get('/phone')).text;
      desks.web.world.cardStatus = 'valid';
      return (page.match(/<details class="s-fold" open.*?<\/details>/gs) ?? []).map(
        (form) => /action="([^"]*)"/.exec(form)?.[1],
      );
    };
    expect(await opened('valid')).toEqual([]);
    expect(await opened('expired')).toEqual(['/cards/renew']);
    expect(await opened('suspended')).toEqual(['/cards/suspend']);
  });

  test('issues of a magazine are told apart, before and after one is reserved', async () => {
    await desks.desk.get('/phone');
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const found = await desks.desk.post('/phone/titles', { q: '週刊' });
    expect([found.status, found.text.includes('週刊例誌　12月第1号')]).toEqual([200, true]);
    expect(found.text).toContain('method="post" action="/phone/titles"');
    // What the scan field is described by.
    expect(found.text).toContain('<p id="answer-text">1点見つかりました。');
    expect((await desks.desk.get('/phone?q=週刊')).text).not.toContain('週刊例誌');
    await desks.desk.post('/phone/reserve', {
      ...drawnFor,
      reservationId: randomUUID(),
      recordId: weeklyMagazine,
    });
    expect(desks.web.world.applied.at(-1)).toBe('週刊例誌　12月第1号');
    await desks.desk.post('/phone/done', {});
  });

  test('what may be reserved is found behind hundreds that may not, with who wrote it and how many wait', async () => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    desks.web.world.manyFound = true;
    const page = (await desks.desk.post('/phone/titles', { q: 'まち' })).text;
    expect(page).toContain('週刊例誌　12月第1号');
    expect(page).toMatch(/2026年.*棚に 1／2点　お待ち 3人/s);
    // Above all that the caller has, where it is seen without scrolling.
    expect(page).toMatch(/12月第1号.*この方のために/s);
    expect(page).not.toContain('id="answer"');
    expect((await desks.desk.get('/phone')).text).toMatch(/id="answer".*この方のために.*id="reserve"/s);
    desks.web.world.manyFound = false;
    await desks.desk.post('/phone/done', {});
  });

  test('where nothing that was found may be reserved by telephone, that is said of it', async () => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desks.desk.post('/phone/titles', { q: mistyped })).text;
    expect(page).toContain('見つかった1点は、電話では予約できません');
    const nothing = (await desks.desk.post('/phone/titles', { q: readingOfName })).text;
    expect(nothing).toContain('資料は見つかりません');
    await desks.desk.post('/phone/done', {});
  });

  test('with other titles let in by 決まりの数字 they are reserved by telephone, for the library that the caller says', async () => {
    desks.web.world.phoneForOtherTitles = true;
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desks.desk.get('/phone')).text).not.toContain('「来館貸出可」の資料だけ');
    const page = (await desks.desk.post('/phone/titles', { q: '三四郎' })).text;
    const [weekly, book] = page.split('action="/phone/reserve"').slice(1);
    expect(page).toMatch(/三四郎.*夏目漱石　2026年/s);
    // A magazine for visitors is fetched at the prefectural library, as ever.
    expect([weekly, book].map((form) => form?.split('</form>')[0]?.includes('宇土市立図書館'))).toEqual([
      false,
      true,
    ]);
    const asked = { ...drawnFor, reservationId: randomUUID(), recordId: novel, pickupLibrary: 'uto' };
    await desks.desk.post('/phone/reserve', asked);
    expect(desks.web.world.appliedTo).toEqual(['uto']);
    await desks.desk.post('/phone/done', {});
  });

  test('the caller is not the person at the counter, and is forgotten afterwards', async () => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desks.desk.get('/hand-out')).text).toContain('はじめに貸出カードを読み取ってください');
    await desks.desk.post('/phone/done', {});
    expect((await desks.desk.get('/phone')).text).not.toContain('例山花子');
    await desks.desk.post(`/phone/${queued}/cancel`, { ...drawnFor, wishId: randomUUID() });
    expect(desks.web.heard).toEqual([]);
    expect(await desks.web.database.session.count({ where: { callerCard: { not: null } } })).toBe(0);
  });
});

test('a card that nobody has in hand any more is removed by the hour', async () => {
  await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const callers = () => desks.web.database.session.count({ where: { callerCard: { not: null } } });
  await forgetSessions(desks.web.database, new Date());
  expect(await callers()).toBe(1);
  await forgetSessions(desks.web.database, new Date(Date.now() + 31 * 60_000));
  expect(await callers()).toBe(0);
});

test.each(['れいやま', '2222', '096-111-2222', '０９６１１１２２２２'])(
  '%s typed where the number of a card is taken opens the card of the one person that it is of',
  async (typed) => {
    const sent = await desks.desk.post('/phone', { factId: randomUUID(), code: typed });
    expect(sent.location).toBe('/phone');
    expect((await desks.desk.get('/phone')).text).toContain('例山花子');
    const deeds = await desks.web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 });
    expect(deeds).toMatchObject([{ action: 'findCaller', subject: 'card' }]);
  },
);

test('of several persons of a name one is chosen', async () => {
  const sent = await desks.desk.post('/phone', { factId: randomUUID(), code: '例' });
  expect(sent.location).toBe('/find');
  expect((await desks.desk.get('/find')).text).toMatch(/利用者　2人/);
});

test.each(['はなこ', '三四郎', '9999', makeBarcode('card', 99)])(
  'that nobody is %s is said where it was typed, and the caller before is nobody’s any more',
  async (typed) => {
    await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desks.desk.post('/phone', { factId: randomUUID(), code: typed })).location).toBe('/phone');
    const page = (await desks.desk.get('/phone')).text;
    expect(page).toMatch(/利用者が(<br\/>)?見つかりません.*電話番号は下4桁から/s);
    expect(page).not.toMatch(/例山花子|お探しのもの/);
    expect(page).toContain('id="scan"');
  },
);

test.each(
  allVerbs.flatMap(({ name, api, form }) =>
    form && 'cardNumber' in shapeOf(api.body) ? [[name, form.path.replaceAll(/:\w+/g, queued)] as const] : [],
  ),
)('%s is not done for a caller that its form was not drawn for', async (_name, action) => {
  const other = makeBarcode('card', 13);
  for (const [inHand, form] of [
    [hanakosCard, { card: other }],
    [hanakosCard, {}],
    [undefined, drawnFor],
  ] as const) {
    await (inHand
      ? desks.desk.post('/phone', { factId: randomUUID(), code: inHand })
      : desks.desk.post('/phone/done', {}));
    desks.web.heard.length = 0;
    expect((await desks.desk.post(action, form)).location).toBe('/phone');
    expect(desks.web.heard).toEqual([]);
    expect((await desks.desk.get('/phone')).text).toContain(OTHER);
  }
});

test.each([
  [`/phone/${hanakosReservation}/preview`, {}],
  [`/phone/${queued}/suspend`, { until: '2027-01-10' }],
])(
  '%s was drawn in one window before another caller was called up in a second one',
  async (action, typed) => {
    const callUp = (code: string) => desks.desk.post('/phone', { factId: randomUUID(), code });
    await callUp(hanakosCard);
    const form = filledIn(await desks.desk.get('/phone'), action, typed);
    await callUp(makeBarcode('card', 13));
    desks.web.heard.length = 0;
    expect((await press(desks.desk, action, form)).location).toBe('/phone');
    expect(desks.web.heard).toEqual([]);
    const page = (await desks.desk.get('/phone')).text;
    expect(page).toContain(OTHER);
    expect(page).toContain(makeBarcode('card', 13));
    await desks.desk.post('/phone/done', {});
  },
);

test('「この方を終わる」 in an old window ends the call of nobody else', async () => {
  const callUp = (code: string) => desks.desk.post('/phone', { factId: randomUUID(), code });
  await callUp(hanakosCard);
  const form = filledIn(await desks.desk.get('/phone'), '/phone/done', {});
  await callUp(makeBarcode('card', 13));
  await press(desks.desk, '/phone/done', form);
  const page = await desks.desk.get('/phone');
  expect(page.text).toContain(OTHER);
  await press(desks.desk, '/phone/done', filledIn(page, '/phone/done', {}));
  expect((await desks.desk.get('/phone')).text).not.toContain('action="/phone/done"');
});
