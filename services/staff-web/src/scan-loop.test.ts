import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { catalogApi, makeBarcode, patronApi, shippingApi } from '@toshobin/contracts';
import { operationsOf, orNone, type ServiceClient } from '@toshobin/service';
import { counter, listed, openDesks, read, someone } from './testing/open-desks.ts';
import { linePacked, lostParcel } from './testing/shipping-desk.ts';
import { freeCopy, hanakosCard, hanakosCopy, hanakosCopyForUto, tarosCard } from './testing/stand-ins.ts';

const desks = openDesks();

describe('the scan loop', () => {
  test('the title begins with the answer, and the field that is described by it has the focus', async () => {
    const page = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(page).toContain('<title>棚へ｜');
    expect(page).toMatch(/<input class="s-scan__field" [^>]*autofocus[^>]*aria-describedby="answer-text/);
    expect(page).toContain('data-tone="shelf"');
  });

  test('a number read twice within two seconds counts once; later it is 受け付け済み', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(listed(await read(desks.desk, '/returns', hanakosCopy, counter))).toBe(1);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    desks.web.world.place = 'onShelf';
    const again = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(again).toMatch(/受け付け済みです（\d+:\d\d）/);
    expect(listed(again)).toBe(1);
  });

  test('a return that many scans lie behind is taken back once its copy is read again', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    for (let serial = 100; serial < 120; serial += 1)
      await desks.desk.post('/returns', {
        factId: randomUUID(),
        code: makeBarcode('copy', serial),
        ...counter,
      });
    desks.web.world.place = 'onShelf';
    const again = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(again).toMatch(/受け付け済みです（.*取り消す<kbd>0/s);
    expect(await read(desks.desk, '/returns', '0', counter)).toContain('取り消しました');
    expect(await read(desks.desk, '/returns', hanakosCopy, counter)).toContain('<title>棚へ');
  });

  test('what was read is named in the list and in a parcel that arrived, for the desk alone', async () => {
    const named = new RegExp(`坊っちゃん<small[^>]*>夏目漱石　913.6 ナツ　<span[^>]*>${hanakosCopy}`, 'g');
    const namedOn = (page: string) => page.match(named)?.length ?? 0;
    expect(namedOn(await read(desks.desk, '/returns', hanakosCopy, counter))).toBe(2);
    expect(namedOn(await read(desks.desk, '/arrivals', lostParcel, { library: 'uto' }))).toBe(1);
    for (const [path, code, fields] of [
      ['/hand-in', hanakosCopy, counter],
      ['/arrivals', lostParcel, {}],
    ] as const) {
      const page = await read(desks.uto, path, code, fields);
      expect(page).toContain(hanakosCopy);
      expect(page).not.toMatch(/坊っちゃん|夏目漱石|913\.6/);
    }
  });

  test('a copy that has been out meanwhile is taken in again', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    desks.web.world.place = 'onLoan';
    expect(listed(await read(desks.desk, '/returns', hanakosCopy, counter))).toBe(2);
  });

  test('a copy at home that a library puts into its parcel by mistake is taken in again, so that none waits in the parcel', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    desks.web.world.place = 'onShelf';
    const line = { ...linePacked, barcode: hanakosCopy };
    desks.web.world.parcelRead = { direction: 'return', state: 'arrived', lines: [line] };
    const again = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(again).not.toContain('受け付け済みです（');
    expect(again).toContain('<title>棚へ');
    desks.web.world.parcelRead = {
      direction: 'return',
      state: 'opened',
      lines: [{ ...line, arrived: true }],
    };
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    expect(await read(desks.desk, '/returns', hanakosCopy, counter)).toContain('受け付け済みです（');
  });

  test('a parcel whose arrival was taken back on its own page is received again by its next scan', async () => {
    const arrivals = () => desks.web.heard.filter((word) => word.startsWith('arrival ')).length;
    await read(desks.uto, '/arrivals', lostParcel);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    desks.web.world.parcelRead = { state: 'arrived' };
    expect(await read(desks.uto, '/arrivals', lostParcel)).toMatch(/受け付け済みです（\d+:\d\d）/);
    expect(arrivals()).toBe(1);
    await desks.uto.post(`/parcels/${lostParcel}/not-arrived`, { factId: randomUUID() });
    desks.web.world.parcelRead = { state: 'dispatched' };
    expect(await read(desks.uto, '/arrivals', lostParcel)).not.toContain('受け付け済み');
    expect(arrivals()).toBe(2);
    await desks.web.database.deskScan.updateMany({ data: { at: new Date(Date.now() - 60_000) } });
    desks.web.world.parcelRead = { state: 'arrived', arrivalAssumed: true };
    await read(desks.uto, '/arrivals', lostParcel);
    expect(arrivals()).toBe(3);
  });

  test('full-width digits with start and stop are the same number', async () => {
    const wide = hanakosCopy.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect(await read(desks.desk, '/returns', `Ａ${wide}Ａ`, counter)).toContain('<title>棚へ');
  });

  test('the question about the cover never blocks: it stays in the list, and 1 or 2 answers it', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    const next = await read(desks.desk, '/returns', freeCopy, counter);
    expect(next.match(/name="ask" value="cover"/g)).toHaveLength(2);
    const answered = await read(desks.desk, '/returns', '２', counter);
    expect(answered).toContain('保護カバー（袋）：「ない」と記録しました');
    expect(answered.match(/name="ask" value="cover"/g)).toHaveLength(1);
    expect(await desks.deeds('coverMissing')).toMatchObject([{ subject: `copy ${freeCopy}` }]);
    expect(desks.web.heard).toContain(`cover missing at ${desks.web.world.facts.at(-1)}`);
    const about = /name="about" value="([^"]+)"/.exec(answered)?.[1] ?? '';
    await desks.desk.post('/scans/answers', { about, ask: 'cover', has: 'yes', page: '/returns' });
    expect((await desks.desk.get('/returns')).text).not.toContain('name="ask"');
  });

  test('the list after a fetched copy is the one that its scan was answered with; the next look asks anew', async () => {
    expect(await read(desks.desk, '/pick-list/pick', hanakosCopy)).toContain('出庫リスト 1点');
    // The catalog of these tests lists the copy whatever was fetched.
    expect((await desks.desk.get('/pick-list')).text).toContain('出庫リスト 2点');
    await desks.desk.post('/pick-list/pick', { factId: randomUUID(), code: hanakosCopy });
    // What was taken back before the page came is in the list again.
    expect(await read(desks.desk, '/pick-list/pick', '0')).toContain('出庫リスト 2点');
  });

  test('an older scan is taken back from its row, which says so', async () => {
    await read(desks.desk, '/returns', hanakosCopy, counter);
    const page = await read(desks.desk, '/returns', freeCopy, counter);
    const voids = [...page.matchAll(/name="voids" value="([^"]+)"/g)].at(-1)?.[1] ?? '';
    await desks.desk.post('/scans/undo', { factId: randomUUID(), voids, page: '/returns' });
    expect((await desks.desk.get('/returns')).text).toMatch(/s-session__undone.*取り消しました/);
  });

  test('the number of a card or the code of a release read by mistake is kept nowhere', async () => {
    const release = '40404040';
    await read(desks.desk, '/returns', release, counter);
    const [{ code, detail } = {}] = await desks.web.database.deskScan.findMany();
    expect([code, detail]).toEqual(['', '']);
    expect(await read(desks.desk, '/returns', hanakosCard, counter)).toContain('今のは貸出カードの番号です');
    const [scans, sessions] = [
      await desks.web.database.deskScan.findMany(),
      await desks.web.database.session.findMany(),
    ];
    expect(
      JSON.stringify([scans.map(({ code, short }) => [code, short]), sessions.map((one) => one.answer)]),
    ).not.toContain(hanakosCard);
  });
});

describe('a return that needs a second look', () => {
  test.each([
    ['damaged', '破損・修理中の'],
    ['withdrawn', '除籍した'],
  ] as const)('a copy that is %s goes to no shelf, and the hand is stopped', async (condition, words) => {
    desks.web.world.returns = { next: 'setAside', condition };
    const page = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(page).toContain(`<title>棚に出さないでください。${words}`);
    expect(page).toContain('data-tone="ask"');
  });

  test('a copy that had been searched for says that it is found', async () => {
    desks.web.world.returns = { next: 'toShelf', shelfMark: '913.6 ナツ', found: true };
    const page = await read(desks.desk, '/returns', hanakosCopy, counter);
    expect(page).toContain('捜していた資料です。見つかったと記録しました');
  });

  test('a copy whose parcel is on its way stops the hand until it is said why it is here', async () => {
    desks.web.world.inParcel.add(hanakosCopyForUto);
    const asked = await read(desks.desk, '/returns', hanakosCopyForUto, counter);
    expect(asked).toMatch(/data-tone="ask".*図書館へ発送した小包の中のはずの資料です.*小包に戻して/s);
    // Nothing was recorded: it is listed and not counted.
    expect(asked).toMatch(/今日この端末で（この担当）　0点.*小包の中のはず/s);
    expect(desks.web.world.facts).toEqual([]);
    await read(desks.desk, '/returns', '3', counter);
    expect(desks.web.heard).toEqual([]);
    expect(await read(desks.desk, '/returns', '2', counter)).toContain('棚へ');
    const lent = { ...counter, fromParcel: 'lent' };
    expect(await read(desks.desk, '/returns', hanakosCopyForUto, lent)).toContain('棚へ');
    expect(desks.web.heard).toEqual(['came back notLent', 'came back lent']);
  });

  test('a copy that its parcel had arrived without is not to be put back into it', async () => {
    desks.web.world.inParcel.add(hanakosCopyForUto);
    const line = { ...linePacked, barcode: hanakosCopyForUto, missing: true };
    desks.web.world.parcelRead = { state: 'arrived', lines: [line] };
    const asked = await read(desks.desk, '/returns', hanakosCopyForUto, counter);
    desks.web.world.parcelRead = {};
    expect(asked).toMatch(/data-tone="ask".*図書館に着いた小包に.*足りなかった資料です.*利用者に渡らずに/s);
    expect(asked).not.toContain('小包に戻して');
  });

  const toShelf = { next: 'toShelf', shelfMark: '913.6 ナツ' } as const;
  test.each([
    ['held for somebody', { next: 'toHoldShelf', reservationId: someone, holdNumber: 'A-0001' }, true],
    [
      'for a parcel',
      { next: 'toPacking', reservationId: someone, holdNumber: 'A-0001', pickupLibrary: 'uto' },
      true,
    ],
    ['damaged', { next: 'setAside', condition: 'damaged' }, true],
    ['lost and found', { ...toShelf, found: true }, true],
    ['claimed', { ...toShelf, claimed: true }, true],
    ['of several parts', toShelf, true, 2],
    ['of the ordinary kind', toShelf, false],
  ] as const)(
    'one that is %s holds what was read behind it, or does not',
    async (_what, step, stops, parts: number = 0) => {
      Object.assign(desks.web.world, { returns: step, supplements: parts });
      const page = await read(desks.desk, '/returns', hanakosCopy, counter);
      expect(page.includes('data-stops')).toBe(stops);
      expect(page.includes('付属資料 2点を確かめてください')).toBe(parts > 0);
    },
  );
});

test.each([
  // Before (docs/desk-jobs.md) it was 2, 3, 3, 3, 8, 6 and 3.
  ['a return', 'desk', ['/returns', hanakosCopy, counter], 1],
  ['what is handed in at a branch', 'uto', ['/hand-in', hanakosCopy, counter], 1],
  ['a card at the counter, for which something may wait,', 'desk', ['/hand-out', hanakosCard, {}], 2],
  ['any other card at the counter', 'desk', ['/hand-out', tarosCard, {}], 1],
  ['a loan at the counter', 'desk', ['/hand-out', freeCopy, {}], 4],
  ['a parcel that arrives', 'uto', ['/arrivals', lostParcel, {}], 3],
  ['a copy that is fetched', 'desk', ['/pick-list/pick', hanakosCopy, {}], 1],
] as const)(
  '%s asks the other services so often, its page included',
  async (_what, at, [page, code, more], most) => {
    const { deps } = desks.web;
    const asked: string[] = [];
    const { catalog, patron, shipping } = deps;
    const counted = (client: ServiceClient): ServiceClient => ({
      call: (operation, ...rest) => {
        asked.push(operation.path);
        return client.call(operation, ...rest);
      },
    });
    await deps.libraries.names();
    // Whoever fetches has seen the list, with the days on which it leaves.
    await deps.leaving.at(deps.now(), () => orNone(deps.shipping.dispatchBoard()));
    // The card comes first.
    if (code === freeCopy) await read(desks.desk, page, hanakosCard);
    Object.assign(deps, {
      catalog: operationsOf(counted(catalog), catalogApi),
      patron: operationsOf(counted(patron), patronApi),
      shipping: operationsOf(counted(shipping), shippingApi),
    });
    await read(at === 'desk' ? desks.desk : desks.uto, page, code, more);
    Object.assign(deps, { catalog, patron, shipping });
    // What the menu counts now and then is asked beside the page, which does not wait for it.
    const ofMenu = ['/tasks', '/parcels', '/failing-commands', '/copies-to-return'];
    const own = asked.filter((path) => !ofMenu.includes(path));
    expect([own.length <= most, own]).toEqual([true, own]);
  },
);
