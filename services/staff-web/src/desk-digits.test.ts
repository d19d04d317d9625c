import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Got } from '@toshobin/web/testing';
import { counter, openDesks, read } from './testing/open-desks.ts';
import { filledIn, press } from './testing/press.ts';
import { heavyParcel, lateParcel, laterParcel, lostParcel } from './testing/shipping-desk.ts';
import {
  freeCopy,
  hanakosCard,
  hanakosCopy,
  outwardParcel,
  thirdCopy,
  utosParcel,
} from './testing/stand-ins.ts';

const desks = openDesks();
const NONE = /数字の \d で選べるものは.*ありません/s;

describe('a digit that no button of the page has', () => {
  test.each([
    ['desk', '/returns', '123456789', counter],
    ['uto', '/hand-in', '123456789', counter],
    ['desk', '/pick-list/pick', '123456789', {}],
    ['desk', '/hand-out', '12345678', {}],
    ['uto', '/hand-out', '12345678', {}],
    ['desk', '/arrivals', '123456789', {}],
    ['desk', '/dispatch-board', '0123456789', {}],
    ['desk', '/packing', '123456789', {}],
    ['desk', `/parcels/${outwardParcel}/pack`, '123456789', {}],
    ['uto', '/send-back', '0123456789', {}],
    ['uto', '/start', '123456789', {}],
    ['uto', '/look-up', '0123456789', {}],
    ['desk', '/phone', '0123456789', {}],
  ] as const)('typed by %s on %s is said to be none, and does nothing', async (who, action, digits, more) => {
    for (const digit of digits) {
      const page = await read(desks[who], action, digit, more);
      expect(page).toContain(`数字の ${digit} で選べるものは`);
      expect(page).toContain(`<title>何もしていません。数字の ${digit} で選べるものはありません｜`);
    }
    expect(desks.web.heard).toEqual([]);
    expect(await desks.web.database.deskScan.count()).toBe(0);
  });

  test('leaves what was read before to be taken back, and what is asked about it to be answered', async () => {
    await read(desks.desk, '/returns', freeCopy, counter);
    const page = await read(desks.desk, '/returns', '3', counter);
    expect(page).toMatch(NONE);
    expect(page).toMatch(/保護カバー（袋）はありますか.*ある<kbd>1.*取り消す<kbd>0/s);
    expect(await read(desks.desk, '/returns', '2', counter)).toContain('「ない」と記録しました');
    expect(await read(desks.desk, '/returns', '2', counter)).toMatch(NONE);
    expect(await desks.deeds('coverMissing')).toMatchObject([{ subject: `copy ${freeCopy}` }]);
    expect(await read(desks.desk, '/returns', '0', counter)).toContain('取り消しました');
  });

  test('lets the parcel stay in hand whose contents are looked at', async () => {
    await read(desks.uto, '/arrivals', lostParcel);
    const page = await read(desks.uto, '/arrivals', '7');
    expect(page).toMatch(NONE);
    expect(page).toContain(hanakosCopy);
    expect(await read(desks.uto, '/arrivals', freeCopy)).toContain('余分な資料です');
  });

  test('answers no question that asks for others: that stands as it was', async () => {
    await read(desks.desk, '/dispatch-board', laterParcel);
    expect(await read(desks.desk, '/dispatch-board', '4')).toMatch(/まだ発送していません.*発送する<kbd>1/s);
    desks.web.world.stillHeld.add(hanakosCopy);
    await read(desks.uto, '/hand-in', hanakosCopy, counter);
    for (const digit of ['2', '7'])
      expect(await read(desks.uto, '/hand-in', digit, counter)).toContain('貸し出したものが返ってきた<kbd>1');
    await read(desks.uto, `/parcels/${utosParcel}/pack`, hanakosCopy);
    expect(await read(desks.uto, `/parcels/${utosParcel}/pack`, '7')).toContain(
      '受け取りに来ないので送り返す',
    );
    expect(desks.web.heard).toEqual([]);
  });
});

describe('with two windows open, which share their session', () => {
  afterEach(() => {
    desks.web.world.inParcel.clear();
    desks.web.world.stillHeld.clear();
  });
  const windowAfter = async (
    code: string,
    action = '/returns',
    more: Record<string, string> = counter,
  ): Promise<Got> => {
    const got = await desks.desk.post(action, { factId: randomUUID(), code, ...more });
    return desks.desk.get(got.location ?? '');
  };
  const typedIn = async (page: Got, code: string, action = '/returns') => {
    const got = await press(desks.desk, action, filledIn(page, action, { code }));
    return (await desks.desk.get(got.location ?? '')).text;
  };

  test('a digit answers what its own window asks, whatever was read in the other since', async () => {
    const first = await windowAfter(hanakosCopy);
    await windowAfter(freeCopy);
    await typedIn(first, '2');
    expect(await desks.deeds('coverMissing')).toMatchObject([{ subject: `copy ${hanakosCopy}` }]);
  });

  test('a digit in a window that asks about the cover takes in no copy that the other one asks about', async () => {
    const first = await windowAfter(freeCopy);
    desks.web.world.inParcel.add(hanakosCopy);
    expect((await windowAfter(hanakosCopy)).text).toContain('利用者に渡らずに戻ってきた<kbd>2');
    await typedIn(first, '2');
    expect(desks.web.heard).toEqual([expect.stringMatching(/^cover missing/)]);
    expect(await typedIn(first, '2')).toMatch(NONE);
    expect(desks.web.heard).toHaveLength(1);
  });

  test('at the dispatch a digit sends no parcel that the other one asks about', async () => {
    const board = '/dispatch-board';
    const first = await windowAfter(heavyParcel, board, {});
    expect((await windowAfter('0', board, {})).text).toContain('まだ出しません');
    expect((await windowAfter(laterParcel, board, {})).text).toContain('発送する<kbd>1');
    for (const digit of ['1', '0']) expect(await typedIn(first, digit, board)).toMatch(NONE);
    expect(desks.web.heard).toEqual([]);
  });

  test('at the dispatch the number of a label is given to no parcel that the other one waits for', async () => {
    const board = '/dispatch-board';
    const first = await windowAfter(laterParcel, board, {});
    expect((await windowAfter(heavyParcel, board, {})).text).toContain('お問い合わせ番号を読む');
    expect(await typedIn(first, '123456789013', board)).toContain('郵便の伝票のお問い合わせの番号です');
    expect(desks.web.heard).toEqual([]);
  });

  test('at arrivals a copy is one too many of the parcel that its own window shows, whatever the other one has read since', async () => {
    const inWindow = async (code: string) => {
      const got = await desks.uto.post('/arrivals', { factId: randomUUID(), code });
      return desks.uto.get(got.location ?? '');
    };
    const first = await inWindow(lostParcel);
    expect((await inWindow(lateParcel)).text).toContain(lateParcel);
    desks.web.heard.length = 0;
    const got = await press(desks.uto, '/arrivals', filledIn(first, '/arrivals', { code: freeCopy }));
    const page = (await desks.uto.get(got.location ?? '')).text;
    expect(desks.web.heard).toEqual([expect.stringMatching(/^contents/)]);
    expect(page).toMatch(new RegExp(`余分な資料です.*小包番号 <span class="s-num">${lostParcel}<`, 's'));
  });

  test('at a parcel a digit decides nothing about a copy that the other one asks about', async () => {
    const pack = `/parcels/${outwardParcel}/pack`;
    const first = await windowAfter(hanakosCopy, pack, {});
    desks.web.heard.length = 0;
    const asked = await windowAfter(thirdCopy, pack, {});
    for (const digit of ['1', '2', '3']) expect(await typedIn(first, digit, pack)).toMatch(NONE);
    expect(desks.web.heard).toEqual([]);
    expect(await typedIn(asked, '1', pack)).toMatch(NONE);
    await typedIn(first, '0', pack);
    expect(desks.web.heard).toEqual(['unpack desk@pref']);
  });
});

test('a digit at 電話受付 leaves the caller in hand', async () => {
  const { text } = await desks.desk.get(
    (await desks.desk.post('/phone', { factId: randomUUID(), code: hanakosCard })).location ?? '',
  );
  expect(text).toContain('この方の手続きができます');
  const page = await read(desks.desk, '/phone', '3');
  expect(page).toMatch(/<title>何もしていません。数字の 3 で選べるものはありません｜.*この方を終わる/s);
});
