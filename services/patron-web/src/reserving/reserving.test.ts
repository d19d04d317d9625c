import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ClosingRules, calendarDate, defaultPolicy, noClosingRules } from '@toshobin/lending-rules';
import type { Got, Visitor } from '@toshobin/web/testing';
import { ConfigSchema } from '../config.ts';
import { press } from '../testing/as-a-browser.ts';
import { RIGHT_PASSWORD } from '../testing/fake-patron.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());
beforeEach(async () => {
  const { world, heard, database } = web;
  Object.assign(world, { rows: [], process: 'answers', applying: 'answers', reservations: 0, lost: false });
  Object.assign(world, {
    position: null,
    emailStatus: 'verified',
    cardStatus: 'valid',
    lastPickupLibrary: null,
  });
  heard.applications.clear();
  heard.pickups.clear();
  await database.patronBasketItem.deleteMany();
});

/** Hanako, signed in, with titles in her basket. */
async function hanakoWith(...recordIds: string[]): Promise<Visitor> {
  const hanako = await signedIn(web);
  for (const recordId of recordIds) {
    await hanako.get('/basket');
    await hanako.post('/basket/add', { recordId });
  }
  return hanako;
}
const confirmed = (visitor: Visitor) => visitor.get('/reserve/confirm?pickup=uto');
const reservations = () => [...web.heard.applications.values()];
const refusals = (page: Got) => [...page.text.matchAll(/data-refusal="([A-Z_]+)"/g)].map(([, code]) => code);

test('whoever goes back after reserving finds an empty basket that says why', async () => {
  const hanako = await hanakoWith('1', '2');
  await press(hanako, await confirmed(hanako), '/reserve');
  const back = await confirmed(hanako);
  expect(back.location).toBe('/basket');
  const page = await hanako.get('/basket');
  expect(wordsOf(page.text)).toContain('予約かごは空です。申し込んだ2点の予約は、受け付けました。');
  expect(page.text).toContain('href="/reserve/done"');
  await hanako.post('/sign-out', {});
  expect((await hanako.get('/basket')).text).not.toContain('受け付けました');
});

test('whoever signs in on the same device without a sign-out before sees nothing of what was reserved', async () => {
  const mother = await hanakoWith('1');
  await press(mother, await confirmed(mother), '/reserve');
  expect((await mother.get('/reserve/done')).text).toContain('1点の予約を受け付けました');
  const son = mother;
  await son.get('/sign-in');
  await son.post('/sign-in', { cardNumber: '20012340', password: RIGHT_PASSWORD });
  expect((await son.get('/reserve/done')).location).toBe('/my-library');
  expect((await son.get('/basket')).text).not.toContain('受け付けました');
});

describe('one reservation, however it is sent', () => {
  test('two tabs that ask for confirmation at the same time are one reservation, and both say so', async () => {
    const hanako = await hanakoWith('1');
    const [left, right] = [await confirmed(hanako), await confirmed(hanako)];
    await press(hanako, left, '/reserve');
    expect((await hanako.get('/reserve/done')).text).toContain('1点の予約を受け付けました');
    await press(hanako, right, '/reserve');
    expect((await hanako.get('/reserve/done')).text).toContain('1点の予約を受け付けました');
    expect(reservations()).toHaveLength(1);
  });

  test('going back and sending again, and opening the last page again, is the same one', async () => {
    const hanako = await hanakoWith('1', '2');
    const page = await confirmed(hanako);
    for (let n = 0; n < 2; n += 1) {
      expect((await press(hanako, page, '/reserve')).location).toBe('/reserve/done');
      for (let reload = 0; reload < 2; reload += 1) {
        expect((await hanako.get('/reserve/done')).text).toContain('2点の予約を受け付けました');
      }
    }
    expect(reservations()).toHaveLength(2);
    expect((await hanako.get('/reserve')).location).toBe('/basket');
  });

  test('sent again after the last copy was lost, it is still the reservation that was accepted', async () => {
    const hanako = await hanakoWith('1');
    const page = await confirmed(hanako);
    await press(hanako, page, '/reserve');
    const [reservationId] = reservations();
    web.world.rows = [row(reservationId ?? '', 'queued')];
    web.world.lost = true;
    await press(hanako, page, '/reserve');
    const done = await hanako.get('/reserve/done');
    expect(refusals(done)).toEqual([]);
    expect(done.text).toContain('1点の予約を受け付けました');
    // What was never accepted is refused as before.
    web.world.rows = [];
    await press(hanako, page, '/reserve');
    expect(refusals(await hanako.get('/reserve/done'))).toEqual(['NO_LENDABLE_COPY']);
  });

  test('a second tab that asks for another library hears that it is reserved, and not that it is in the basket', async () => {
    const hanako = await hanakoWith('1');
    const [left, right] = [await confirmed(hanako), await hanako.get('/reserve/confirm?pickup=uki')];
    await press(hanako, left, '/reserve');
    const [reservationId] = reservations();
    web.world.rows = [row(reservationId ?? '', 'queued')];
    await press(hanako, right, '/reserve');
    const done = await hanako.get('/reserve/done');
    expect(refusals(done)).toEqual(['ALREADY_RESERVED']);
    expect(done.text).toContain('予約済みです');
    expect(done.text).not.toMatch(/予約をお受けできませんでした|かごに残っています/);
    // Cancelled meanwhile it is not reserved either.
    web.world.rows = [{ ...row(reservationId ?? '', 'cancelled'), open: false }];
    await press(hanako, right, '/reserve');
    const cancelled = await hanako.get('/reserve/done');
    expect(refusals(cancelled)).toEqual(['STATE_CHANGED']);
    expect(cancelled.text).toContain('予約をお受けできませんでした');
    expect(cancelled.text).not.toContain('かごに残っています');
  });

  test('what got no answer stays in the basket and is sent again under its own id', async () => {
    const hanako = await hanakoWith('1', '2');
    web.world.applying = 'away';
    await press(hanako, await confirmed(hanako), '/reserve');
    const done = await hanako.get('/reserve/done');
    expect([done.text.includes('予約をお受けできませんでした'), refusals(done)]).toEqual([
      true,
      ['TRY_AGAIN', 'TRY_AGAIN'],
    ]);
    expect(done.text).toContain('次の資料は予約かごに残っています');
    const drawn = await web.database.patronBasketItem.findMany({ orderBy: { recordId: 'asc' } });
    web.world.applying = 'answers';
    await press(hanako, await confirmed(hanako), '/reserve');
    expect(reservations()).toEqual(drawn.map((item) => item.reservationId));
  });

  test('what was refused stays in the basket, and is another reservation when it is applied for again', async () => {
    const hanako = await hanakoWith('1');
    const first = await confirmed(hanako);
    web.heard.applications.set('1', 'another one, by telephone');
    await press(hanako, first, '/reserve');
    expect(refusals(await hanako.get('/reserve/done'))).toEqual(['ALREADY_RESERVED']);
    const itemOf = (page: Got) => /name="item" value="(\S+) 1"/.exec(page.text)?.[1];
    const again = await confirmed(hanako);
    expect(itemOf(again)).not.toBe(itemOf(first));
  });

  test('with the process away it is accepted, and the place follows by mail', async () => {
    const hanako = await hanakoWith('1');
    web.world.process = 'away';
    await press(hanako, await confirmed(hanako), '/reserve');
    const done = await hanako.get('/reserve/done');
    expect(done.text).toContain('1点の予約を受け付けました');
    expect(done.text).toContain('順番は、メールでお知らせします。');
  });
});

describe('what stands in the place of a button', () => {
  test.each([
    ['EMAIL_NOT_REGISTERED', { emailStatus: 'none' as const }, '/email'],
    ['EMAIL_NOT_VERIFIED', { emailStatus: 'unverified' as const }, '/email'],
    ['EMAIL_UNDELIVERABLE', { emailStatus: 'undeliverable' as const }, '/email'],
    ['CARD_EXPIRED', { cardStatus: 'expired' as const }, '/card/renewal'],
    ['CARD_SUSPENDED', { cardStatus: 'suspended' as const }, undefined],
  ])('%s: its sentence and where it is mended, on the basket and on the way', async (code, change, way) => {
    const hanako = await hanakoWith('1');
    Object.assign(web.world, change);
    for (const path of ['/basket', '/reserve', '/reserve/confirm?pickup=uto']) {
      const page = await hanako.get(path);
      expect([path, refusals(page)]).toEqual([path, [code]]);
      if (way) expect(page.text).toContain(`href="${way}"`);
      expect(page.text).not.toContain('href="/reserve"');
    }
    expect((await hanako.get('/basket')).text).toContain('坊っちゃん');
  });

  test('at the ten the sentence, and with one place left the second title stands apart and is not counted', async () => {
    const hanako = await hanakoWith('1', '2');
    web.world.reservations = 10;
    const full = await hanako.get('/basket');
    expect(full.text).not.toContain('href="/reserve"');
    expect(refusals(full)).toEqual(['RESERVATION_LIMIT', 'RESERVATION_LIMIT', 'RESERVATION_LIMIT']);
    web.world.reservations = 9;
    const one = await hanako.get('/basket');
    expect(refusals(one)).toEqual(['RESERVATION_LIMIT']);
    expect(one.text).toContain('この1点を申し込むと');
    expect(one.text).toContain('予約は10点までです。先にかごに入れた1点で、いっぱいになります。');
    expect(one.text).not.toContain('予約が上限の点数になっています');
    expect(one.text.match(/class="is-on"/g)).toHaveLength(9);
    expect(one.text.match(/class="is-new"/g)).toHaveLength(1);
    await press(hanako, await confirmed(hanako), '/reserve');
    expect([...web.heard.applications.keys()]).toEqual(['1']);
  });

  test('a title that is reserved or on loan stands apart with its sentence (R16)', async () => {
    const hanako = await hanakoWith('1', '2', '3');
    const mine = row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'queued');
    const lent = row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002', 'handedOut');
    web.world.rows = [mine, { ...lent, recordId: two(mine) }];
    const page = await hanako.get('/basket');
    expect(refusals(page)).toEqual(['ALREADY_RESERVED', 'ALREADY_ON_LOAN', 'IN_PERSON_ONLY']);
    expect(page.text).not.toContain('href="/reserve"');
  });
});

describe('the pickup library', () => {
  test('the last one stands first and is chosen; in its region it is told where it is', async () => {
    const hanako = await hanakoWith('1');
    web.world.lastPickupLibrary = 'uto';
    const page = await hanako.get('/reserve');
    const chosen = /<input[^>]*checked[^>]*>/.exec(page.text)?.[0];
    expect(chosen).toContain('value="uto"');
    expect(page.text.match(/value="uto"/g)).toHaveLength(1);
    expect(page.text).toContain('前回の受取館です。このページの上で選べます。');
  });

  test('each says on which days it closes again and again', async () => {
    const hanako = await hanakoWith('1');
    const { calendar } = web.world;
    const rules: ClosingRules = { ...noClosingRules, weeklyOnHoliday: 'open', monthlyDays: ['3-5'] };
    web.world.calendar = { closedWeekdays: [1], closedDates: [], closures: [], rules };
    const page = await hanako.get('/reserve');
    web.world.calendar = calendar;
    expect(page.text).toContain('休館日：月曜日（祝日の場合は開館）・毎月第3金曜日');
  });

  test('a paused one is listed with its sentence and can’t be chosen', async () => {
    const hanako = await hanakoWith('1');
    const page = await hanako.get('/reserve');
    expect(page.text).toMatch(/<input[^>]*value="misato"[^>]*disabled/);
    expect(page.text).toContain('2099年4月1日（水）');
    const got = await hanako.get('/reserve/confirm?pickup=misato');
    expect([got.status, got.text.includes('role="alert"')]).toEqual([422, true]);
  });

  test('the one chosen before stays chosen on the way back from the check', async () => {
    const hanako = await hanakoWith('1');
    web.world.lastPickupLibrary = 'uto';
    const page = await hanako.get('/reserve?pickup=uki');
    expect(/<input[^>]*checked[^>]*>/.exec(page.text)?.[0]).toContain('value="uki"');
    expect(page.text).toMatch(/<details[^>]*open/);
  });
});

test('the check says the next day of dispatch, the terms, the mail, and what the ten become', async () => {
  const hanako = await hanakoWith('1', '2');
  web.world.reservations = 3;
  const { text } = await confirmed(hanako);
  for (const words of [
    '貸出期間は3週間で、配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。',
    '2026年11月26日（木）',
    '受け取りには貸出カード、またはスマートフォンの貸出カード番号画面が必要です。',
    '登録のメールアドレスへ送ります。',
    '申し込むと 5/10 になります。',
    '受取館では、受取可能のメールに書いた返却期限まで取り置きします。',
    '費用はかかりません。送料も無料です。',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('保護カバー');
  const prefectural = await hanako.get('/reserve/confirm?pickup=pref');
  expect(prefectural.text).toContain('メールを送った日から7日間取り置きします。');
  expect(prefectural.text).not.toContain('発送予定日');
});

test.each([
  [1, '1冊ほどの資料は、', 'Parcels of 1 item leave twice a week'],
  [2, '1〜2冊ほどの資料は、', 'Parcels of 1 or 2 items leave twice a week'],
  [4, '1〜4冊ほどの資料は、', 'Parcels of 1 to 4 items leave twice a week'],
])('where %i go by Yu-Mail the first page, the check and the guide say so (R11)', async (many, ja, en) => {
  const { inForce } = web.deps.policy;
  web.deps.policy.inForce = async () => ({ ...defaultPolicy, yuMailMaxItems: many });
  const hanako = await hanakoWith('1');
  const read = async (path: string) => wordsOf((await hanako.get(path)).text);
  for (const path of ['/', '/reserve/confirm?pickup=uto']) expect(await read(path)).toContain(ja);
  expect(await read('/help')).toContain(ja.replace('は、', '（ゆうメール）'));
  hanako.cookie += '; language=en';
  for (const path of ['/', '/reserve/confirm?pickup=uto', '/help'])
    expect((await read(path)).replace(' (Yu-Mail)', '')).toContain(en);
  web.deps.policy.inForce = inForce;
});

test('the check tells of a queue how long it may be, and of an issue how it travels (R13)', async () => {
  const { text } = await confirmed(await hanakoWith('4', '5'));
  expect(text).toContain('予約すると3番目（待ち時間の目安：およそ3〜9週間）');
  expect(text).toContain('雑誌は保護カバー（袋）に入っています。そのままご返却ください。');
});

test('what waits in a queue is told for how long on the last page too', async () => {
  const hanako = await hanakoWith('4');
  const page = await confirmed(hanako);
  // Nothing of it is at the prefectural library now: no day is told that could be taken for its own.
  expect(page.text).not.toContain('ごろ受け取れます');
  web.world.position = 3;
  await press(hanako, page, '/reserve');
  const done = wordsOf((await hanako.get('/reserve/done')).text);
  expect(done).toContain('順番待ち（3番目）');
  expect(done).toContain('待ち時間の目安：およそ3〜9週間');
});

test('whoever lives in the city that has no pickup library is told what there is for them', async () => {
  const hanako = await hanakoWith('1');
  for (const path of ['/reserve', '/help/libraries', '/help'])
    expect((await hanako.get(path)).text).toMatch(
      /熊本市の図書館(では受け取れません|は受取館ではありません)/,
    );
});

test('of a prefecture whose towns are all served no page speaks of one that is not', async () => {
  const read = (city: string) =>
    ConfigSchema.pick({ UNSERVED_CITY: true }).parse({ UNSERVED_CITY: city }).UNSERVED_CITY;
  expect([read('長野市'), read('none')]).toEqual(['長野市', undefined]);
  const { setting } = web.deps;
  const { unserved } = setting;
  setting.unserved = undefined;
  try {
    const hanako = await hanakoWith('1');
    for (const path of ['/', '/reserve', '/help/libraries', '/help']) {
      const page = (await hanako.get(path)).text;
      expect([path, /では受け取れません|は受取館ではありません|undefined/.exec(page)]).toEqual([path, null]);
    }
  } finally {
    setting.unserved = unserved;
  }
});

test('in English the way to a reservation is English, and what is Japanese on it is marked so', async () => {
  const hanako = await hanakoWith('1');
  hanako.cookie += '; language=en';
  const steps = ['/basket', '/reserve', '/reserve/confirm?pickup=uto', '/reserve/done'];
  await press(hanako, await confirmed(hanako), '/reserve');
  await hanako.post('/basket/add', { recordId: '2' });
  for (const path of steps) {
    const page = await hanako.get(path);
    expect([path, page.status]).toEqual([path, 200]);
    expect(page.text).toContain('<html lang="en">');
    const marked = page.text
      .replaceAll(/<(\w+)[^>]*lang="ja"[^>]*>.*?<\/\1>/gs, '')
      .replaceAll(/<head>.*<\/head>/gs, '')
      .replaceAll(/<header.*?<\/header>|<footer.*?<\/footer>/gs, '')
      .replaceAll(/<[^>]*>/g, '');
    expect([path, /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.exec(marked)?.[0]]).toEqual([path, undefined]);
  }
});

test('a library that has been paused since the form was drawn is refused for each title, with the way on', async () => {
  const hanako = await hanakoWith('1');
  const page = await confirmed(hanako);
  web.world.pausedFrom = calendarDate('2026-01-01');
  const got = await hanako.get('/reserve/confirm?pickup=uto');
  expect(got.status).toBe(422);
  web.world.pausedFrom = null;
  expect((await press(hanako, page, '/reserve')).status).toBe(303);
});

/** The second title of the fake catalog, as the type of the first row has it. */
function two(mine: { recordId: string }): string {
  return String(Number(mine.recordId) + 1);
}
