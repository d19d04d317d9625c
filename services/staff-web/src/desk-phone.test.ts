import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import type { Got, Visitor } from '@toshobin/web/testing';
import type { ReservationProcess } from '@toshobin/wishes';
import { carryOutCancellations } from './phone/carry-out-cancellations.ts';
import { forgetSessions } from './signed-in/forget-sessions.ts';
import { novel, secondInQueue, weeklyMagazine } from './testing/desk-services.ts';
import { filledIn, press } from './testing/press.ts';
import { signedInAt } from './testing/signed-in.ts';
import { followedReservation, hanakosCard, hanakosCopy, hanakosReservation } from './testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './testing/start-staff-web.ts';

let web: TestStaffWeb;
let desk: Visitor;
beforeAll(async () => {
  web = await startStaffWeb();
  desk = await signedInAt(web.service.url, 'desk');
});
afterAll(() => web.stop());
beforeEach(() => {
  web.heard.length = 0;
  web.world.refused.clear();
});

const queued = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0003';
const codeOf = (got: Got) => JSON.parse(got.text).code;

const card = { cardNumber: hanakosCard };
const wish = (more: object = {}) => ({
  ...card,
  reservationId: hanakosReservation,
  wishId: randomUUID(),
  ...more,
});

describe('電話受付', () => {
  const reserve = (recordId: string, pickupLibrary = 'pref') =>
    desk.json('POST', '/api/phone/reservations', {
      ...card,
      reservationId: randomUUID(),
      recordId,
      pickupLibrary,
    });

  test('来館貸出可 is reserved for a caller, and its process begins', async () => {
    const got = JSON.parse((await reserve(weeklyMagazine)).text);
    expect(got).toMatchObject({ reservationNumber: 'R-phone', answered: 'now', position: 1 });
    expect(web.heard).toEqual(['admit phone']);
  });

  test('other titles and other libraries are refused before anything is written', async () => {
    expect(codeOf(await reserve(novel))).toBe('PHONE_NOT_FOR_THIS');
    expect(codeOf(await reserve(weeklyMagazine, 'uto'))).toBe('PICKUP_MUST_BE_PREFECTURAL');
    expect(web.heard).toEqual([]);
  });

  test('a reservation of somebody else is not the caller’s to change', async () => {
    const got = await desk.json('POST', '/api/phone/cancellations', wish({ reservationId: randomUUID() }));
    expect([codeOf(got), web.heard]).toEqual(['NOT_FOUND', []]);
    const unknown = { cardNumber: makeBarcode('card', 99) };
    expect(codeOf(await desk.json('POST', '/api/phone/callers', unknown))).toBe('NOT_FOUND');
  });

  test('on the page: the card first, then the date is told, then it is extended', async () => {
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desk.post('/phone/titles', { q: '週刊' })).text;
    expect(page).toContain('例山花子');
    expect(page).toContain('週刊例誌');
    expect(page).not.toContain('三四郎');
    const preview = await desk.post(`/phone/${hanakosReservation}/preview`, {});
    expect(preview.text).toContain('2026年12月15日（火）までに延長する');
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(preview.text)?.[1] ?? '';
    await desk.post(`/phone/${hanakosReservation}/extend`, {
      wishId: field('wishId'),
      confirmDue: field('confirmDue'),
      previewedAt: field('previewedAt'),
    });
    expect((await desk.get('/phone')).text).toContain('延長しました');
    await desk.post('/phone/reserve', { reservationId: randomUUID(), recordId: weeklyMagazine });
    expect((await desk.get('/phone')).text).toContain('予約を受け付けました　R-phone');
    await desk.post(`/phone/${queued}/suspend`, { wishId: randomUUID(), until: '2027-01-10' });
    expect((await desk.get('/phone')).text).toContain('一時停止しました');
    await desk.post(`/phone/${queued}/change-pickup`, { wishId: randomUUID(), pickupLibrary: 'uto' });
    expect((await desk.get('/phone')).text).toContain('受取館を変更しました');
    await desk.post(`/phone/${queued}/cancel`, { wishId: randomUUID() });
    expect((await desk.get('/phone')).text).toContain('予約をキャンセルしました');
    expect(web.heard.filter((word) => word !== 'read')).toEqual([
      'preview',
      'extend',
      'admit phone',
      'suspend',
      'change to uto',
      'cancel by patron',
    ]);
  });

  test('the card tells where each book is and what comes next, and asks before anything is cancelled', async () => {
    web.world.cardStatus = 'suspended';
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const page = (await desk.get('/phone')).text;
    web.world.cardStatus = 'valid';
    expect(page).toContain('新しい予約と貸出はできません。返却と、取り置き中の資料の引渡しはできます。');
    const rowOf = (id: string) =>
      new RegExp(`<tr data-reservation="${id}".*?</tr>`, 's').exec(page)?.[0] ?? '';
    expect(rowOf(queued)).toMatch(/割当待ち.*順番 3番目.*資料が空くのを待つ/s);
    expect(rowOf(hanakosReservation)).toMatch(/貸出中.*ご本人.*まで.*返却を待つ/s);
    expect(page).not.toContain(`/phone/${queued}/cancel`);
    const asking = (await desk.get(`/phone?cancel=${queued}`)).text;
    expect(asking).toContain('の予約をキャンセルしますか。');
    expect(asking).toContain('順番（3番目）はなくなります。');
    expect(asking).toContain(`action="/phone/${queued}/hold-cancellation"`);
    expect(web.heard.filter((word) => word.startsWith('cancel'))).toEqual([]);
    await desk.post('/phone/done', {});
  });

  test('a cancellation waits for five minutes and is taken back by one press; then it is carried out, once', async () => {
    const cancelled = () => web.heard.filter((word) => word.startsWith('cancel')).length;
    const carryOut = (minutes: number) =>
      carryOutCancellations({ ...web.deps, now: () => new Date(Date.now() + minutes * 60_000) });
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const hold = async () => {
      await desk.post(`/phone/${queued}/hold-cancellation`, { wishId: randomUUID() });
      return (await desk.get('/phone')).text;
    };
    const page = await hold();
    expect(page).toMatch(/キャンセルします<.*までは元に戻せます.*\d+:\d+にキャンセルします/s);
    expect(page).not.toContain(`/phone?cancel=${queued}`);
    await carryOut(4);
    await desk.post(`/phone/${queued}/keep`, {});
    expect((await desk.get('/phone')).text).toContain('キャンセルをやめました');
    await carryOut(6);
    expect(cancelled()).toBe(0);
    await hold();
    await Promise.all([carryOut(6), carryOut(6)]);
    await carryOut(7);
    expect(cancelled()).toBe(1);
    await desk.post(`/phone/${queued}/keep`, {});
    expect((await desk.get('/phone')).text).not.toContain('キャンセルをやめました');
    const deeds = await web.database.audit.findMany({ where: { subject: `reservation ${queued}` } });
    expect(deeds.slice(-5).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'holdCancellation done',
      'takeBackCancellation done',
      'holdCancellation done',
      'cancelForCaller done',
      'takeBackCancellation STATE_CHANGED',
    ]);
    await desk.post('/phone/done', {});
  });

  test('a cancellation that waits stands wherever its reservation does, and is taken back there', async () => {
    const hold = (reservationId: string) =>
      web.deps.heldCancellations.hold({
        reservationId: ReservationIdSchema.parse(reservationId),
        wishId: randomUUID(),
        askedAt: new Date(),
        by: { account: 'desk', role: 'prefecturalDesk', library: PREFECTURAL_LIBRARY },
      });
    const copy = { barcode: hanakosCopy, title: '坊っちゃん', shelfMark: '913/ナ', holdNumber: 'A-0001' };
    const held = { since: '2026-11-24T03:00:00Z', holdUntil: null, due: null };
    const parts = { protectiveCover: false, supplementCount: 0 };
    web.world.held.set('pref', [{ ...copy, ...held, ...parts, reservationId: hanakosReservation }]);
    for (const [from, reservationId] of [
      ['/hold-shelf', hanakosReservation],
      ['/pick-list', hanakosReservation],
      ['/packing', hanakosReservation],
      [`/titles/${novel}`, secondInQueue],
      [`/timeline/${followedReservation}`, followedReservation],
    ] as const) {
      await hold(reservationId);
      const action = `/phone/${reservationId}/keep`;
      const page = await desk.get(from);
      expect([from, page.text.includes('にキャンセルします（電話）')]).toEqual([from, true]);
      expect((await press(desk, action, filledIn(page, action, {}))).location).toBe(from);
      const kept = (await desk.get(from)).text;
      expect([from, kept.includes('キャンセルをやめました'), kept.includes(action)]).toEqual([
        from,
        true,
        false,
      ]);
    }
    // Whoever hands it out reads it too, and can't take it back.
    await hold(hanakosReservation);
    web.world.held.set('uto', [{ ...copy, ...held, ...parts, reservationId: hanakosReservation }]);
    for (const at of ['uto', 'desk']) {
      const counter = await signedInAt(web.service.url, at);
      await counter.post('/hand-out', { factId: randomUUID(), code: hanakosCard });
      const page = (await counter.get('/hand-out')).text;
      expect([at, page.includes('にキャンセルします（電話）'), page.includes('/keep')]).toEqual([
        at,
        true,
        false,
      ]);
    }
    await web.deps.heldCancellations.takeBack(ReservationIdSchema.parse(hanakosReservation));
    web.world.held.clear();
  });

  test('it leads back to no page that is not ours', async () => {
    const got = await desk.post(`/phone/${queued}/keep`, { from: 'https://elsewhere.example/hold-shelf' });
    expect(got.location).toBe('/phone');
  });

  test('what can’t be cancelled then is told on the card, and what was not answered is tried again', async () => {
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    await desk.post(`/phone/${queued}/hold-cancellation`, { wishId: randomUUID() });
    const answering = (cancel: ReservationProcess['cancel']) =>
      carryOutCancellations({
        ...web.deps,
        process: { ...web.deps.process, cancel },
        now: () => new Date(Date.now() + 6 * 60_000),
      });
    await answering(async () => refuse('TRY_AGAIN'));
    await answering(async () => Promise.reject(new Error('away')));
    expect((await desk.get('/phone')).text).toContain(`action="/phone/${queued}/keep"`);
    await answering(async () => refuse('CANCEL_TOO_LATE'));
    const page = (await desk.get('/phone')).text;
    expect(page).toMatch(new RegExp(`id="held-${queued}".*できませんでした：`, 's'));
    expect(page).toContain(`/phone?cancel=${queued}`);
    await desk.post('/phone/done', {});
  });

  test('issues of a magazine are told apart, before and after one is reserved', async () => {
    await desk.get('/phone');
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    const found = await desk.post('/phone/titles', { q: '週刊' });
    expect([found.status, found.text.includes('週刊例誌　12月第1号')]).toEqual([200, true]);
    expect(found.text).toContain('method="post" action="/phone/titles"');
    expect((await desk.get('/phone?q=週刊')).text).not.toContain('週刊例誌');
    await desk.post('/phone/reserve', { reservationId: randomUUID(), recordId: weeklyMagazine });
    expect(web.world.applied.at(-1)).toBe('週刊例誌　12月第1号');
    await desk.post('/phone/done', {});
  });

  test('the caller is not the person at the counter, and is forgotten afterwards', async () => {
    await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
    expect((await desk.get('/hand-out')).text).toContain('はじめに貸出カードを読み取ってください');
    await desk.post('/phone/done', {});
    expect((await desk.get('/phone')).text).not.toContain('例山花子');
    await desk.post(`/phone/${queued}/cancel`, { wishId: randomUUID() });
    expect(web.heard).toEqual([]);
    expect(await web.database.session.count({ where: { callerCard: { not: null } } })).toBe(0);
  });
});

test('a card that nobody has in hand any more is removed by the hour', async () => {
  await desk.post('/phone', { factId: randomUUID(), code: hanakosCard });
  const callers = () => web.database.session.count({ where: { callerCard: { not: null } } });
  await forgetSessions(web.database, new Date());
  expect(await callers()).toBe(1);
  await forgetSessions(web.database, new Date(Date.now() + 31 * 60_000));
  expect(await callers()).toBe(0);
});

test('a name typed where the number of a card is taken leads to the search for persons', async () => {
  const sent = await desk.post('/phone', { factId: randomUUID(), code: 'れいやま' });
  expect(sent.location).toBe('/find');
  expect((await desk.get('/find')).text).toContain('例山花子');
});
