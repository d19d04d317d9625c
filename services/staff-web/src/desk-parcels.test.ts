import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { catalogApi, shippingApi } from '@toshobin/contracts';
import type { Got } from '@toshobin/web/testing';
import { sayLost } from './parcels/parcel-verbs.ts';
import { openDesks, read } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import {
  heavyParcel,
  lateParcel,
  laterParcel,
  linePacked,
  lostParcel,
  nextParcel,
  packedParcel,
} from './testing/shipping-desk.ts';
import {
  copyForUto,
  freeCopy,
  hanakosCard,
  hanakosCopy,
  hanakosCopyForUto,
  hanakosReservation,
  outwardParcel,
  thirdCopy,
  utosParcel,
} from './testing/stand-ins.ts';

const desks = openDesks();

const reason = '電話で確認';

test('what is missing is told, what the post brings back, what is lost', async () => {
  const path = `/parcels/${lostParcel}`;
  expect((await desks.desk.get(path)).text).toContain('不足・余分を知らせる');
  await desks.desk.post(`${path}/contents`, {
    factId: randomUUID(),
    missing: hanakosCopy,
    extra: '',
    library: 'uto',
  });
  expect((await desks.desk.get(path)).text).toContain('1点足りません');
  expect((await desks.desk.get(path)).text).toMatch(
    /戻った小包を受け付ける.*元の順番のまま、もう一度用意します/s,
  );
  await desks.desk.post(`${path}/returned`, { factId: randomUUID() });
  expect((await desks.desk.get(path)).text).toContain('戻った小包を受け付けました');
  await desks.desk.post(`${path}/lost`, { factId: randomUUID(), barcode: '', reason });
  // A script that looks where the form led has not opened it.
  await desks.desk.send('GET', path, { headers: { 'sec-fetch-dest': 'empty' } });
  // Whether there is another copy is decided after it.
  expect((await desks.desk.get(path)).text).toMatch(
    /紛失にしました.*ほかにないときは、明日、予約がキャンセルになり/s,
  );
  expect((await desks.desk.get(path)).text).not.toContain('紛失にしました');
  expect(desks.web.heard).toEqual(['contents desk@uto', 'returned desk@pref', 'parcel lost desk@pref']);
});

test('before a parcel is lost it says how many copies that are, and how many reservations end with the last of a title', async () => {
  const path = `/parcels/${lostParcel}`;
  const parcel = (await desks.desk.get(path)).text;
  expect(parcel).toContain(`href="${path}?lost=all#lost"`);
  expect(parcel).not.toContain(`action="${path}/lost"`);
  const others = (await desks.desk.get(`${path}?lost=all`)).text;
  expect(others).toMatch(/この小包（資料 1点）を紛失にします.*坊っちゃん<.*1点。予約 3件.*続きます/s);
  desks.web.world.copiesOfTitle = [];
  const last = await desks.desk.get(`${path}?lost=all`);
  desks.web.world.copiesOfTitle = undefined;
  expect(last.text).toMatch(
    /貸出できる資料がなくなります。今日のうちに.*明日、予約 3件（お待ちの方 2人を含みます）.*キャンセルになり.*href="[^"]*">やめる</s,
  );
  await press(desks.desk, `${path}/lost`, filledIn(last, `${path}/lost`, { reason }));
  expect(desks.web.heard).toEqual(['parcel lost desk@pref']);
  // Of what is not in it, nothing is asked.
  expect((await desks.desk.get(`${path}?lost=${thirdCopy}`)).text).not.toContain('を紛失にします');
});

test('of a copy that is missing it is said what is to be done wherever it was found, and what if it was not', async () => {
  const missing = { ...linePacked, missing: true };
  desks.web.world.parcelRead = { state: 'arrived', lines: [missing] };
  const { text } = await desks.desk.get(`/parcels/${lostParcel}`);
  const theirs = (await desks.uto.get(`/parcels/${lostParcel}`)).text;
  desks.web.world.parcelRead = {};
  const found =
    /id="searched".*href="\/returns".*利用者に渡らずに戻ってきた.*href="\/arrivals\?library=uto".*紛失にする/s;
  expect(text).toMatch(found);
  expect(theirs).not.toContain('id="searched"');
});

test.each([
  ['on its way', { state: 'dispatched' }, true],
  ['lost', { state: 'lost' }, true],
  ['only taken for arrived', { state: 'arrived', arrivalAssumed: true }, true],
  [
    'taken for arrived before its copy was handed out',
    { state: 'arrived', arrivalAssumed: true, seenThere: true },
    false,
  ],
  ['received', { state: 'arrived' }, false],
  [
    'taken for arrived on its way home',
    { state: 'arrived', arrivalAssumed: true, direction: 'return' },
    false,
  ],
])('one that is %s may be brought back by the post, or not', async (_, parcelRead, may) => {
  desks.web.world.parcelRead = parcelRead;
  const { text } = await desks.desk.get(`/parcels/${lostParcel}`);
  expect(text.includes('郵便で戻ってきたとき')).toBe(may);
});

test.each([
  ['on its way', { state: 'dispatched' }, true, false],
  ['only taken for arrived', { state: 'arrived', arrivalAssumed: true }, true, false],
  [
    'taken for arrived before its copy was handed out',
    { state: 'arrived', arrivalAssumed: true, seenThere: true },
    false,
    false,
  ],
  ['received', { state: 'arrived' }, false, false],
  [
    'received with a copy too few',
    { state: 'arrived', lines: [{ ...linePacked, missing: true }] },
    false,
    true,
  ],
  ['processed', { state: 'opened' }, false, false],
])(
  'one that is %s may be lost as a whole, in what is missing, or not',
  async (_, parcelRead, whole, copy) => {
    desks.web.world.parcelRead = parcelRead;
    const { text } = await desks.desk.get(`/parcels/${lostParcel}`);
    expect(text.includes('見つからないとき')).toBe(whole || copy);
    expect(text.includes('この小包すべて')).toBe(whole);
    expect(text.includes('足りない資料 坊っちゃん')).toBe(copy);
  },
);

test('the arrival of a parcel is taken back where somebody scanned it', async () => {
  const page = async (parcelRead: object) => {
    desks.web.world.parcelRead = { state: 'arrived', ...parcelRead };
    return (await desks.desk.get(`/parcels/${lostParcel}`)).text;
  };
  expect(await page({})).toContain('到着受付を取り消す');
  expect(await page({ arrivalAssumed: true })).not.toContain('到着受付を取り消す');
});

test('of a parcel whose copies are forgotten it is said how many they were, when it left and by which number', async () => {
  const forgotten = { state: 'opened', lines: [], forgottenCopies: 2, trackingNumber: '123456789013' };
  desks.web.world.parcelRead = forgotten;
  const { text } = await desks.desk.get(`/parcels/${lostParcel}`);
  expect(text).toContain('<title>宇土市立図書館あて 2点');
  expect(text).toMatch(/記録を消した資料 2点.*開封済み.*11月26日（木）発送.*お問い合わせ番号 123456789013/s);
  expect(text).not.toContain('まだ何も入っていません');
  desks.web.world.parcelRead = { state: 'discarded', lines: [], dispatchedAt: null };
  expect((await desks.desk.get(`/parcels/${lostParcel}`)).text).toMatch(/<p>この小包は使いません。<\/p>/);
});

test('what its reservation gave up, and may lie in the box of an open parcel, is named on its page', async () => {
  const { text } = await desks.desk.get(`/parcels/${laterParcel}`);
  expect(text).toMatch(new RegExp(`予約がなくなり.*${thirdCopy}`, 's'));
  expect((await desks.desk.get(`/parcels/${packedParcel}`)).text).not.toContain('予約がなくなり');
});

test('a return parcel says from where to where it goes, and each cell of it what it is', async () => {
  desks.web.world.parcelRead = { direction: 'return', lines: [{ ...linePacked, holdNumber: null }] };
  const { text } = await desks.uto.get(`/parcels/${lostParcel}`);
  expect(text).toContain('<small>宇土市立図書館から</small>県立図書館へ返送</h2>');
  expect(text).toMatch(/<td data-label="取り置き番号"><b class="s-mark">—/);
  expect(text).not.toMatch(/<td>(<b[^>]*>)?—/);
});

test('a copy too many goes into the next parcel', async () => {
  const body = { factId: randomUUID(), occurredAt: new Date().toISOString(), barcode: hanakosCopy };
  const got = await desks.desk.json('POST', `/api/parcels/${outwardParcel}/next-parcel`, body);
  expect(JSON.parse(got.text).parcelNumber).toBe(nextParcel);
  expect(desks.web.heard).toEqual(['open desk@pref', `pack ${hanakosCopy} into ${nextParcel} desk@pref`]);
});

test('a pickup library does so with a parcel of its own, home, and with no other', async () => {
  const body = { factId: randomUUID(), occurredAt: new Date().toISOString(), barcode: hanakosCopyForUto };
  const next = (parcel: string) => desks.uto.json('POST', `/api/parcels/${parcel}/next-parcel`, body);
  await next(utosParcel);
  expect(desks.web.heard[0]).toBe('open uto@uto');
  desks.web.heard.length = 0;
  expect((await next(outwardParcel)).status).toBe(404);
  expect(desks.web.heard).toEqual([]);
});

describe('a copy that takes the parcel beyond the Yu-Mail guide', () => {
  const path = `/parcels/${outwardParcel}`;
  const scan = async (code: string) => {
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code });
    return (await desks.desk.get(path)).text;
  };

  test('is not packed before the desk has said how; a further scan repeats the question', async () => {
    const page = await scan(thirdCopy);
    expect(page).toMatch(/<title>\d点目です/);
    expect(page).toContain('820円');
    expect(page).toContain('320円＋230円');
    expect(await scan(hanakosCopy)).toMatch(/<title>\d点目です/);
    expect(desks.web.heard).toEqual([]);
  });

  test('typed 1: it goes in, and the parcel by Yu-Pack', async () => {
    await scan(thirdCopy);
    expect(await scan('１')).toContain('ゆうパックにします');
    expect(desks.web.heard).toEqual([`pack ${thirdCopy} into ${outwardParcel} desk@pref`]);
  });

  test('typed 2: it goes into the next parcel, and so does what is read after it', async () => {
    await scan(thirdCopy);
    const moved = await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '2' });
    expect(moved.location).toBe(`/parcels/${nextParcel}`);
    const page = (await desks.desk.get(moved.location ?? '')).text;
    expect(page).toContain('次の小包に入れました');
    // The field that the next scan goes into is the new parcel's.
    const [, action = ''] = /<form class="s-scan"[^>]*action="([^"]+)"/.exec(page) ?? [];
    await desks.desk.post(action, { factId: randomUUID(), code: hanakosCopy });
    expect(desks.web.heard).toEqual([
      'open desk@pref',
      ...[thirdCopy, hanakosCopy].map((copy) => `pack ${copy} into ${nextParcel} desk@pref`),
    ]);
  });

  test('3 needs a reason, which is written down and stands in the form of dispatch', async () => {
    await scan(thirdCopy);
    const asked = await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '3' });
    expect(asked.location).toBe(`${path}?reason=missing`);
    expect((await desks.desk.get(`${path}?reason=missing`)).text).toContain('理由をことばで書いてください。');
    const answer = { factId: randomUUID(), about: thirdCopy, answer: '3', reason: '薄い絵本3冊' };
    await desks.desk.post(`${path}/answer`, answer);
    expect((await desks.desk.get(path)).text).toContain('理由を記録しました');
    const [deed] = await desks.web.database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 });
    expect(deed).toMatchObject({ action: 'pack', subject: `parcel ${outwardParcel}`, reason: '薄い絵本3冊' });
  });

  test('the number of a card read by mistake, or the code of a release, is kept nowhere', async () => {
    for (const code of [hanakosCard, '40404040']) {
      await scan(code);
      const sessions = await desks.web.database.session.findMany();
      expect(JSON.stringify(sessions.map(({ answer }) => answer))).not.toContain(code);
    }
  });

  test('a number that was read into the field of the reason is none', async () => {
    await scan(thirdCopy);
    for (const reason of [hanakosCopy, 'Ａ２', ' ']) {
      const answer = { factId: randomUUID(), about: thirdCopy, answer: '3', reason };
      expect((await desks.desk.post(`${path}/answer`, answer)).location).toBe(`${path}?reason=missing`);
    }
    expect(desks.web.heard).toEqual([]);
    const answer = { factId: randomUUID(), about: thirdCopy, answer: '3', reason: 'CD' };
    expect((await desks.desk.post(`${path}/answer`, answer)).location).toBe(path);
  });

  test('typed 0: nothing is packed, and the next scan counts', async () => {
    await scan(thirdCopy);
    expect(await scan('0')).toContain('取り消しました');
    await scan(hanakosCopy);
    expect(desks.web.heard).toEqual([`pack ${hanakosCopy} into ${outwardParcel} desk@pref`]);
  });
});

describe('a copy for another library', () => {
  const path = `/parcels/${outwardParcel}`;

  test('stays out, and 1 puts it into the parcel it belongs into', async () => {
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: copyForUto });
    const page = (await desks.desk.get(path)).text;
    expect(page).toContain('小包に入れないでください');
    expect(page).toContain('宇土市立図書館の小包に入れる');
    const opened = await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '1' });
    expect(opened.location).toBe(`/parcels/${nextParcel}`);
    expect((await desks.desk.get(`/parcels/${nextParcel}`)).text).toContain('<title>小包に入れました');
    expect(desks.web.heard.at(-1)).toBe(`pack ${copyForUto} into ${nextParcel} desk@pref`);
  });

  test.each(['1000000017', hanakosCard, '123456789013', '2', '３', ''])(
    'is still asked about after %j was read, which is no copy and no answer',
    async (misread) => {
      await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: copyForUto });
      await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: misread });
      expect((await desks.desk.get(path)).text).toContain('宇土市立図書館の小包に入れる');
      const opened = await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '1' });
      expect(opened.location).toBe(`/parcels/${nextParcel}`);
      expect(desks.web.heard.at(-1)).toBe(`pack ${copyForUto} into ${nextParcel} desk@pref`);
    },
  );

  test('is asked about no more once another copy was read', async () => {
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: copyForUto });
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: hanakosCopy });
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '1' });
    expect((await desks.desk.get(path)).text).toContain('数字の 1 で選べるものは');
    expect(desks.web.heard.at(-1)).toBe(`pack ${hanakosCopy} into ${outwardParcel} desk@pref`);
  });

  test('scanned with no parcel in hand, it opens its own', async () => {
    const posted = await desks.desk.post('/packing', { factId: randomUUID(), code: copyForUto });
    expect(posted.location).toBe(`/parcels/${nextParcel}`);
    expect(desks.web.heard).toEqual(['open desk@pref', `pack ${copyForUto} into ${nextParcel} desk@pref`]);
  });
});

test('a tracking number that is missing or misread is read where the cursor is then, not into the field of copies', async () => {
  const path = `/parcels/${heavyParcel}`;
  const cursors = async (page = path) =>
    [...(await desks.desk.get(page)).text.matchAll(/<input[^>]* id="([^"]+)"[^>]* autofocus/g)].map(
      ([, id]) => id,
    );
  const dispatch = (at: string, trackingNumber: string) =>
    desks.desk.post(at, { factId: randomUUID(), mode: 'yuPack', trackingNumber });
  expect(await cursors()).toEqual(['scan']);
  await dispatch(`${path}/dispatch`, '123456789019');
  expect(await cursors()).toEqual(['tracking']);
  const { location } = await dispatch(`/dispatch-board/${heavyParcel}`, '123456789019');
  expect(await cursors(location ?? '')).toEqual([`t-${heavyParcel}`]);
  // The label of the post that was read in place of a copy is asked for by nobody.
  await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '123456789013' });
  expect(await cursors()).toEqual(['scan']);
  desks.web.world.refused.set('/parcels/:parcelNumber/dispatch', 'TRACKING_NUMBER_REQUIRED');
  await dispatch(`${path}/dispatch`, '');
  expect(await cursors()).toEqual(['tracking']);
});

describe('a parcel for a branch that the prefectural desk reads on its own page of arrivals', () => {
  const asked = 'その館に着きましたか';
  beforeEach(() => {
    desks.web.world.parcelRead = { direction: 'outward', state: 'dispatched' };
  });

  test('is received for that branch only once 1 says that it is there', async () => {
    const page = await read(desks.desk, '/arrivals', lostParcel);
    expect(page).toMatch(/<title>[^<]*宇土市立図書館あての小包です/);
    expect(page).toContain(asked);
    expect(page).not.toContain('棚へ置いてください');
    expect(desks.web.heard).toEqual([]);
    expect(await read(desks.desk, '/arrivals', '1')).toContain('点を受け付けました');
    expect(desks.web.heard).toEqual(['arrival desk@uto']);
    expect(await read(desks.desk, '/arrivals', '0')).toContain('到着受付を取り消しました');
  });

  test('is left with 0, by a button too, and another that is read instead is asked about', async () => {
    await read(desks.desk, '/arrivals', lostParcel);
    expect(await read(desks.desk, '/arrivals', '0')).toContain('受け付けていません');
    expect(await read(desks.desk, '/arrivals', '1')).not.toContain('点を受け付けました');
    await read(desks.desk, '/arrivals', lostParcel);
    expect(await read(desks.desk, '/arrivals', lateParcel)).toContain(asked);
    await read(desks.desk, '/arrivals', lateParcel, { there: 'no' });
    expect(desks.web.heard).toEqual([]);
    await read(desks.desk, '/arrivals', lateParcel, { there: 'yes' });
    expect(desks.web.heard).toEqual(['arrival desk@kikuyo']);
  });

  test('is no longer asked about once it is there: the label is an old one on a box that came back', async () => {
    desks.web.world.parcelRead = { direction: 'outward', state: 'arrived' };
    const page = await read(desks.desk, '/arrivals', lostParcel);
    expect(page).toContain('宇土市立図書館に着いた小包です');
    expect(page).toContain('返却受付');
    expect(page).not.toContain(asked);
    await read(desks.desk, '/arrivals', '1');
    // A copy from the box is not taken for one of that parcel.
    await read(desks.desk, '/arrivals', hanakosCopy);
    expect(desks.web.heard).toEqual([]);
  });

  test('is not asked about where the page is for that branch', async () => {
    expect(await read(desks.desk, '/arrivals', lostParcel, { library: 'uto' })).not.toContain(asked);
    expect(desks.web.heard).toEqual(['arrival desk@uto']);
  });
});

test('a parcel that is packed and not yet sent is not received, which is said at either desk', async () => {
  desks.web.world.refused.set(shippingApi.receiveParcel.path, 'PARCEL_NOT_SENT');
  desks.web.world.parcelRead = { direction: 'outward', state: 'open' };
  for (const [at, next] of [
    [desks.desk, '返却受付'],
    [desks.uto, 'お電話ください'],
  ] as const) {
    const page = await read(at, '/arrivals', lostParcel);
    expect(page).toContain('まだ発送していません');
    expect(page).toContain(next);
  }
});

test('what is packed is written down with its copy, and what was refused in the words that the desk was told', async () => {
  const path = `/parcels/${outwardParcel}`;
  const packed = async (code: string) => {
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code });
    const rows = (await desks.desk.get('/audit')).text.split('<tr').slice(2, 4);
    return rows.map((row) => row.replaceAll(/<[^>]+>/g, ' '));
  };
  const [ofParcel, ofCopy] = await packed(hanakosCopy);
  expect(ofParcel).toMatch(new RegExp(`小包に入れる.*小包 ${outwardParcel}.*済み`));
  expect(ofCopy).toMatch(new RegExp(`小包に入れる.*坊っちゃん.*${hanakosCopy}.*済み`));
  for (const row of await packed(copyForUto))
    expect(row).toContain('できませんでした：この資料は宇土市立図書館あてです。別の小包に入れてください。');
  const [row] = await desks.deeds('pack');
  expect(row).toMatchObject({ subject: `copy ${hanakosCopy}`, told: null });
  // A number that is no copy's is named nowhere.
  await packed(hanakosCard);
  expect(JSON.stringify((await desks.deeds('pack')).map(({ id: _, ...deed }) => deed))).not.toContain(
    hanakosCard,
  );
});

test('0 takes the copy that was packed last out again', async () => {
  const path = `/parcels/${outwardParcel}`;
  await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: hanakosCopy });
  expect((await desks.desk.get(path)).text).toContain('小包に入れました');
  await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code: '0' });
  expect((await desks.desk.get(path)).text).toContain('小包から出しました');
  expect(desks.web.heard.at(-1)).toBe('unpack desk@pref');
});

test('0 takes out what its own window shows as packed, whatever another window has packed since', async () => {
  const path = `/parcels/${outwardParcel}`;
  const pack = async (code: string) => {
    await desks.desk.post(`${path}/pack`, { factId: randomUUID(), code });
    return desks.desk.get(path);
  };
  const first = await pack(hanakosCopy);
  await pack('4912345678904');
  const undo = async (page: Got) => {
    await press(desks.desk, `${path}/pack`, filledIn(page, `${path}/pack`, { code: '0' }));
    return desks.desk.get(path);
  };
  desks.web.heard.length = 0;
  const undone = await undo(first);
  expect(desks.web.heard).toEqual(['unpack desk@pref']);
  expect(await desks.deeds('unpack')).toContainEqual(
    expect.objectContaining({ subject: `copy ${hanakosCopy}`, outcome: 'done' }),
  );
  const again = (await undo(undone)).text;
  expect(again).toMatch(/取り消すものが.*ありません.*小包から出す/s);
  expect(desks.web.heard).toEqual(['unpack desk@pref']);
});

test('what waits for a library is listed as it goes best, by title, with what that saves', async () => {
  const page = (await desks.desk.get('/packing')).text;
  expect(page).toContain('つめ方の案：ゆうメール 1個　320円（ゆうパック 1個 820円 より 500円 安い）');
  expect(page).toMatch(new RegExp(`坊っちゃん<small[^>]*>夏目漱石　913.6 ナツ　<span[^>]*>${copyForUto}`));
  // What lies in the book is looked for before it is packed.
  expect(page).toMatch(new RegExp(`${copyForUto}.*?<td[^>]*>付属資料 2点<`, 's'));
});

test('the day of a run is the day of Yu-Mail to that library, whatever a copy by itself would go by', async () => {
  const waiting = (await desks.desk.get('/packing')).text;
  expect(waiting).toMatch(/(12月7日（月）|今日)の便に入ります/);
  expect(waiting).not.toContain('11月26日');
  const parcel = (await desks.desk.get(`/parcels/${heavyParcel}`)).text;
  const [, run] = /ゆうメールでも今日発送する（(.+?)の便の小包です/.exec(parcel) ?? [];
  // On the day itself nothing is asked.
  expect(['12月14日（月）', undefined]).toContain(run);
});

test('of a copy that is not to be packed it is said where it is', async () => {
  const said = async (place: typeof desks.web.world.place) => {
    desks.web.world.place = place;
    await desks.desk.post('/packing', { factId: randomUUID(), code: freeCopy });
    return (await desks.desk.get('/packing')).text;
  };
  const copy = { barcode: freeCopy, title: '坊っちゃん', shelfMark: '913/ナ', holdNumber: 'A-0031' };
  const held = { since: '2026-11-24T03:00:00Z', holdUntil: null, due: null };
  const parts = { protectiveCover: false, supplementCount: 0, reservationId: hanakosReservation };
  desks.web.world.held.set('pref', [{ ...copy, ...held, ...parts }]);
  expect(await said('onHoldShelf')).toContain('取り置き棚の資料です（取り置き番号 A-0031）');
  expect(await said('inTransit')).toContain(`宇土市立図書館へ配送中です（小包 ${nextParcel}）`);
  expect(await said('onLoan')).toContain('貸出中の資料です');
  expect(await said('beingPrepared')).toContain('まだ出庫していません');
  desks.web.world.parcelRead = { state: 'open' };
  expect(await said('beingPrepared')).toContain(`宇土市立図書館あての小包 ${nextParcel} に入っています`);
  desks.web.world.held.clear();
  desks.web.world.place = 'onHoldShelf';
  await desks.desk.post('/dispatch-board', { factId: randomUUID(), code: hanakosCopy });
  expect((await desks.desk.get('/dispatch-board')).text).toContain('小包の番号を読み取ってください');
});

test('the number of a parcel opens that parcel, also while another one is packed', async () => {
  for (const path of ['/packing', `/parcels/${outwardParcel}/pack`]) {
    const read = await desks.desk.post(path, { factId: randomUUID(), code: nextParcel });
    expect(read.location).toBe(`/parcels/${nextParcel}`);
  }
  expect(desks.web.heard).toEqual([]);
});

test('of a parcel, or a copy, that there is not it is said so where its number was read', async () => {
  desks.web.world.refused.set(shippingApi.readParcel.path, 'NOT_FOUND');
  desks.web.world.refused.set(catalogApi.readCopy.path, 'NOT_FOUND');
  const none = /この番号の小包は.*ありません.*もう一度読み取ってください/s;
  expect(await read(desks.desk, '/packing', nextParcel)).toMatch(none);
  expect(await read(desks.uto, '/send-back', nextParcel)).toMatch(none);
  expect(await read(desks.desk, '/packing', freeCopy)).toMatch(
    /県立図書館の資料ではありません。.*番号をお確かめください。/s,
  );
  expect(await read(desks.desk, '/packing', hanakosCard)).toContain('今のは貸出カードの番号です');
});

test('the post’s label is named where a copy for a parcel is read', async () => {
  const page = `/parcels/${outwardParcel}`;
  await desks.desk.post(`${page}/pack`, { factId: randomUUID(), code: '123456789013' });
  expect((await desks.desk.get(page)).text).toContain('今のは郵便の伝票のお問い合わせの番号です');
  expect(desks.web.heard).toEqual([]);
});

test('what is in a parcel is named at the prefectural desks.desk, and at no branch', async () => {
  expect((await desks.desk.get(`/parcels/${lostParcel}`)).text).toMatch(
    new RegExp(`坊っちゃん<small[^>]*>夏目漱石　913.6 ナツ　<span[^>]*>${hanakosCopy}`),
  );
  const uto = await desks.signedIn('uto');
  const page = (await uto.get(`/parcels/${lostParcel}`)).text;
  expect(page).toContain(hanakosCopy);
  expect(page).not.toContain('坊っちゃん');
});

test('the window of a return parcel says where it comes from', async () => {
  const page = (await desks.desk.get(`/parcels/${utosParcel}`)).text;
  expect(page).toMatch(/<title>宇土市立図書館から /);
});

test('of a parcel on its way home it is not said that another copy is prepared', () => {
  expect(sayLost({ direction: 'outward' }).detail).toContain('ほかの資料で用意します');
  expect(sayLost({ direction: 'return' }).detail).toMatch(/返送中の資料も紛失.*返却受付/);
});
