import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, calendarDate, instant } from '@toshobin/lending-rules';
import { orFault } from '../pages/draw-page.ts';
import { linePacked, packedParcel } from '../testing/shipping-desk.ts';
import { signedInAt } from '../testing/signed-in.ts';
import { hanakosCopyForUto, outwardParcel, utosParcel } from '../testing/stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from '../testing/start-staff-web.ts';
import { WhatWaits } from '../what-waits/what-waits.ts';

let web: TestStaffWeb;
beforeAll(async () => {
  web = await startStaffWeb();
});
afterAll(() => web.stop());

const signedIn = (account: string) => signedInAt(web.service.url, account);

test('the desk’s first page says what waits and how long, what leaves for whom, what is late, the mail and the night', async () => {
  const page = (await (await signedIn('desk')).get('/')).text;
  expect(page).toMatch(/出庫待ち<.*?最長 <b>\d+(分|時間|日)<\/b>/s);
  expect(page).toMatch(/<li data-tone="stop"><a href="\/parcels\?direction=outward">.*?配送中/s);
  expect(page).toMatch(/遅れている小包<b>1個.*?日 超過/s);
  expect(page).toMatch(/送信待ち<\/dt><dd>2通　最長/);
  expect(page).toMatch(/照らし合わせる<\/dt><dd><span class="s-say" data-tone="stop">/);
  expect(page).toContain('id="run"');
});

test('what is on its way out or back is counted with a link to all of it', async () => {
  const desk = await signedIn('desk');
  const links = [
    ...(await desk.get('/')).text.matchAll(/<a href="(\/parcels\?[^"]+)">.*?s-flow__name">([^<]+)</gs),
  ];
  expect(links.map(([, , name]) => name)).toEqual(['配送中', '返送中']);
  const [out, back] = await Promise.all(links.map(async ([, href = '']) => (await desk.get(href)).text));
  expect(out).toMatch(/配送中の小包　1個　2点.*菊陽町図書館あて.*11月28日（土）到着予定/s);
  expect(back).toMatch(
    new RegExp(`返送中の小包　1個　2点.*href="/parcels/${utosParcel}".*宇土市立図書館から`, 's'),
  );
  expect(back).toContain('href="/lists/parcels.csv?direction=return"');
  expect((await desk.get('/lists/parcels.csv?direction=return')).text).toMatch(
    `"${utosParcel}","宇土市立図書館"`,
  );
  expect((await (await signedIn('uto')).get('/parcels?direction=outward')).location).toBe('/?not-allowed=1');
});

test.each([
  ['2026-12-07', '今日出すものはありません。</p>'],
  ['2026-12-10', '今日出すものはありません。次の発送日は12月10日（木）です。'],
])('with nothing to send, and %s the next day of dispatch, today is none to wait for', async (day, words) => {
  const { shipping } = web.deps;
  const asIs = orFault(await shipping.dispatchBoard());
  const board = { ...asIs, nextDispatchDay: calendarDate(day), leaving: [], open: [], left: [] };
  web.deps.shipping = { ...shipping, dispatchBoard: async () => allow(board) };
  const page = (await (await signedIn('desk')).get('/')).text;
  web.deps.shipping = shipping;
  expect(page).toContain(words);
});

test('the desk’s first page asks Temporal once', async () => {
  const desk = await signedIn('desk');
  const asked: string[] = [];
  const { processes } = web.deps;
  web.deps.processes = new Proxy(processes, {
    get(all, name) {
      asked.push(String(name));
      return Reflect.get(all, name);
    },
  });
  expect((await desk.get('/')).text).toContain('予約の処理のしくみ：動いています');
  web.deps.processes = processes;
  // The numbers beside the menu are counted beside the pages (stuck).
  expect(asked.filter((name) => name !== 'stuck')).toEqual(['lastNight']);
});

test('an operator’s first page names what does not go on and since when, what is unread, the mail and the night', async () => {
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const operator = await signedIn('operator');
  const page = (await operator.get('/')).text;
  expect(page).toMatch(
    /<section class="s-block" id="stuck"[^>]*data-tone="stop".*?止まっているもの<b>\d+件/s,
  );
  expect(page).toMatch(/id="night".*?履歴の消去.*?この1日はありません/s);
  web.world.stuckProcesses = [];
  web.world.processesAway = true;
  expect((await operator.get('/')).text).toMatch(/id="stuck".*?ただいま表示できません.*?id="letters"/s);
  web.world.processesAway = false;
});

test('with Kafka away an operator is told so in red, and why nothing is counted', async () => {
  const operator = await signedIn('operator');
  const lineOf = (page: string) =>
    /data-tone="stop"(?:(?!<\/span>).)*知らせの配達（Kafka）：答えません/s.exec(page);
  expect((await operator.get('/')).text).toContain('知らせの配達（Kafka）：届いています');
  web.world.kafkaAway = true;
  const page = (await operator.get('/')).text;
  web.world.kafkaAway = false;
  expect(lineOf(page)).not.toBeNull();
  expect(page).toMatch(/id="letters"[^>]*data-tone="stop".*?Kafka が答えないため、数えられません/s);
  expect(page).toContain('Kafka is away');
  // No number of before.
  expect(page).not.toMatch(/href="\/dead-letters"(?:(?!<\/a>).)*<b class="s-rail__n"/s);
});

test('with the catalog away the first page does not say that scans go on', async () => {
  const operator = await signedIn('operator');
  web.world.away = ['catalog'];
  const page = (await operator.get('/')).text;
  web.world.away = [];
  expect(page).toContain('資料と貸出（catalog）</p><p>応答しません');
  expect(page).toContain('受取館の読み取りは、端末が預かります');
  expect(page).not.toContain('窓口の読み取りは続けられます');
  web.world.takesNone = ['patron'];
  const other = (await operator.get('/')).text;
  web.world.takesNone = [];
  expect(other).toContain('窓口の読み取りは続けられます');
});

test('the first page after a start has numbers beside the menu', async () => {
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const waits = new WhatWaits();
  // Whoever is started beside it and does not answer yet does not stand still.
  web.world.away = ['shipping'];
  expect(await waits.begin(web.deps)).toBe(false);
  web.world.away = [];
  expect(await waits.begin(web.deps)).toBe(true);
  await waits.counted();
  web.world.stuckProcesses = [];
  const at = (role: 'prefecturalDesk' | 'operator') =>
    Object.keys(waits.of(web.deps, { account: 'someone', role, library: PREFECTURAL_LIBRARY }));
  expect([at('prefecturalDesk'), at('operator')]).toEqual([
    ['/tasks', '/timeline/views?view=stuck'],
    ['/timeline/views?view=stuck', '/dead-letters'],
  ]);
});

test('an empty parcel neither counts as work nor is listed with what is to leave', async () => {
  const desk = await signedIn('desk');
  expect((await desk.get('/')).text).toMatch(
    /発送待ち<\/span><span class="s-flow__n">3(?:(?!<\/li>).)*最長 <b>\d+日/s,
  );
  const page = (await desk.get('/packing')).text;
  expect(page).toContain('開いている小包 1個');
  expect([page.includes(packedParcel), page.includes(outwardParcel)]).toEqual([true, false]);
});

describe('a number and the list that it leads to', () => {
  test('of a branch’s returns, are without what lies in its parcel already', async () => {
    const { shipping } = web.deps;
    const { parcels } = orFault(
      await shipping.listParcels({ query: { library: 'uto', direction: 'return', state: 'open' } }),
    );
    const packed = parcels.map((one) => ({ ...one, lines: [{ ...linePacked, barcode: hanakosCopyForUto }] }));
    web.deps.shipping = { ...shipping, listParcels: async () => allow({ parcels: packed }) };
    const uto = await signedIn('uto');
    const counted = /返送<b>(.*?)点/.exec((await uto.get('/')).text)?.[1];
    const listed = /小包に入れる資料　(.*?)点/.exec((await uto.get('/send-back')).text)?.[1];
    web.deps.shipping = shipping;
    expect([counted, listed]).toEqual(['1', '1']);
  });

  test('of today’s run, have what goes best by Yu-Pack on a day without Yu-Mail to its library', async () => {
    const { shipping } = web.deps;
    const [board, packing] = [orFault(await shipping.dispatchBoard()), orFault(await shipping.packingList())];
    const later = board.leaving.map((one) => ({ ...one, day: calendarDate('2026-12-31') }));
    const proposals = packing.proposals.map((one) => ({
      ...one,
      parcels: one.parcels.map((parcel) => ({ ...parcel, mode: 'yuPack' as const })),
    }));
    web.deps.shipping = {
      ...shipping,
      dispatchBoard: async () => allow({ ...board, leaving: later, open: [], left: [] }),
      packingList: async () => allow({ ...packing, proposals }),
    };
    const desk = await signedIn('desk');
    const [page, ofBoard] = [(await desk.get('/')).text, (await desk.get('/dispatch-board')).text];
    web.deps.shipping = shipping;
    expect(ofBoard).toMatch(
      /用意ができしだい(?:(?!<h3>).)*宇土(?:(?!<h3>).)*梱包待ち 1点（ゆうパック 1個）/s,
    );
    expect(page).toMatch(/1館 1点　出庫 1\/1　小包 0\/1/);
    expect(page).toMatch(/href="\/packing">あと1点 つめる/);
  });
});

describe('the first page', () => {
  test('says how much work there is, what needs attention by its day, and what works', async () => {
    const { now } = web.deps;
    web.deps.now = () => new Date('2026-12-03T03:00:00Z');
    const desk = await signedIn('desk');
    const page = (await desk.get('/')).text;
    web.deps.now = now;
    expect(page).toContain('今日は発送日です。');
    const days = [...page.matchAll(/<p class="s-task__by"><b>([^<]+)<\/b>/g)].map(([, day]) => day);
    expect(days).toEqual(['11月24日（火）', '12月4日（金）', '12月6日（日）']);
    expect(page).toContain('予約の処理のしくみ：動いています');
    expect(page).not.toMatch(/Temporal|Kafka/);
  });

  test('is there while the processes and a service are away, and says which part of the work waits', async () => {
    Object.assign(web.world, { processesAway: true, away: ['patron'] });
    const page = (await (await signedIn('desk')).get('/')).text;
    Object.assign(web.world, { processesAway: false, away: [] });
    expect(page).toContain('予約の処理のしくみ：遅れています');
    // Temporal is there, and nobody carries the processes out.
    web.world.takesNone = ['workflows'];
    expect((await (await signedIn('operator')).get('/')).text).toContain('予約の処理のしくみ：遅れています');
    web.world.takesNone = [];
    expect(page).toContain('カードとメール：ただいま使えません');
    expect(page).toContain('読み取り・窓口貸出：使えます');
  });

  test('has the menu of its role, folded without a script', async () => {
    const menuOf = async (account: string) => {
      const page = (await (await signedIn(account)).get('/')).text;
      const menu = /<details class="s-menu">.*?<\/details>/s.exec(page)?.[0] ?? '';
      return [...menu.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    };
    expect(await menuOf('operator')).not.toContain('/pick-list');
    expect(await menuOf('desk')).toContain('/pick-list');
  });
});

test('what waits for somebody stands beside the menu of every page, and no page waits for it', async () => {
  // A minute after whoever else has worked here, so that nothing is fresh.
  const { now } = web.deps;
  web.deps.now = () => new Date(now().getTime() + 60_000);
  const desk = await signedIn('desk');
  expect((await desk.get('/pick-list')).status).toBe(200);
  await web.deps.whatWaits.counted();
  const link = (look: string, path: string) => `${look}href="${path.replace('?', '\\?')}"(?:(?!</a>).)*`;
  const numberOf = (page: string, path: string) =>
    new RegExp(`${link('', path)}<b class="s-rail__n" data-tone="(\\w+)".*?</span>(\\d+)<span`)
      .exec(page)
      ?.slice(1);
  // Three tasks, some of them past their day.
  expect(numberOf((await desk.get('/returns')).text, '/tasks')).toEqual(['stop', '3']);
  const since = instant('2026-11-23T18:00:00Z');
  web.world.stuckProcesses = [
    { workflowId: 'parcel-1', reservationId: undefined, trouble: 'failing', since },
  ];
  const operator = await signedIn('operator');
  const first = (await operator.get('/')).text;
  await web.deps.whatWaits.counted();
  web.world.stuckProcesses = [];
  const later = (await operator.get('/postage')).text;
  const unread = /読めなかった知らせ<b>(\d+)件/.exec(first)?.[1];
  expect(numberOf(later, '/dead-letters')).toEqual(['stop', unread]);
  expect(numberOf(later, '/timeline/views?view=stuck')?.[0]).toBe('stop');
  expect(later).not.toContain('href="/tasks"');
  web.deps.now = now;
});
