import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { patronWebApi } from '@toshobin/contracts';
import { onceAnswered } from '../src/bring-about.ts';
import type { Clerk } from '../src/clerk.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { openSheet, print, readOff } from '../src/printed-sheet.ts';

/** 梱包・発送: into parcels by library, out of the house by post, and what is printed for both. */
export function packing(stage: () => DeskStage): void {
  test('copies are packed by library: at the third one the desk is asked, and each of its three answers is a digit', async () => {
    const { seen, scene, library } = stage();
    const { uto, kikuyo } = scene.toPack;
    const [first, second, third, fourth, fifth] = uto.map(({ barcode }) => barcode);
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    // What is packed by its library goes into the newest parcel that is open.
    await library.desks.prefectural.openParcel('outward', 'uto');
    await reader.goTo('/packing');
    await seen.look(reader, 'packing');
    expect(await clerk.scanOn(first ?? '')).toContain('小包に入れました');
    const parcel = reader.path;
    expect(await clerk.scanOn(second ?? '')).toContain('小包に入れました');
    await seen.glance(reader, 'parcel-within-the-guide');
    expect(await reader.mainText()).toContain('目安に収まります');

    await clerk.scanOn(kikuyo.barcode);
    expect(await reader.mainText()).toContain('小包に入れないでください');
    await seen.look(reader, 'parcel-other-library');
    await clerk.scanOn('0');

    expect(await clerk.scanOn(third ?? '')).toContain('ゆうメールの目安');
    await seen.look(reader, 'parcel-third-copy');
    // What is read before the answer waits, and goes nowhere by itself once the page has changed.
    await reader.page.keyboard.type(fourth ?? '');
    await reader.page.keyboard.press('Enter');
    await reader.page.locator('.s-scan__say', { hasText: '1点が待っています' }).waitFor();
    expect(await clerk.scanOn('2')).toContain('次の小包に入れました');
    expect([reader.path === parcel, await numberOfCopies(clerk)]).toEqual([false, 1]);
    await reader.page.getByRole('button', { name: 'やめる' }).click();
    await clerk.scanOn(parcel.split('/').at(-1) ?? '');
    expect([reader.path, await numberOfCopies(clerk)]).toEqual([parcel, 2]);

    await clerk.scanOn(fourth ?? '');
    await clerk.scan('3');
    await seen.look(reader, 'parcel-third-copy-without-reason');
    await reader.page.keyboard.type('同じ方の3冊のため');
    await reader.enter();
    expect(await reader.mainText()).toContain('理由を記録しました');
    expect(await numberOfCopies(clerk)).toBe(3);

    expect(await clerk.scanOn('0')).toContain('小包から出しました');
    await clerk.scanOn(fourth ?? '');
    await clerk.scanOn('1');
    expect(await reader.mainText()).toContain('ゆうパックにします');
    expect(await clerk.scanOn(fifth ?? '')).toContain('小包に入れました');
    expect([reader.path, await numberOfCopies(clerk)]).toEqual([parcel, 4]);
    expect(await reader.mainText()).not.toContain('同じ方の3冊のため');
  });

  test('inside there are numbers and dates alone, outside library, parcel number and count; each sheet has its own size', async () => {
    const { seen, scene, library } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    const path = await openParcelOf(clerk, scene.toPack.uto[0].barcode);
    await reader.goTo(path);
    await openSheet(reader, '箱を閉じて、内容票とラベルを印刷する');
    await seen.look(reader, 'slips-parcel');
    const parcel = await print(reader.page);
    expect(parcel.sizes).toEqual([
      { width: 148, height: 210 },
      { width: 105, height: 148 },
    ]);
    const number = path.split('/').at(-1) ?? '';
    const label = reader.page.locator('section[aria-label^="小包ラベル"]');
    expect(await readOff(label)).toBe(`A${number}A`);
    expect(await readOff(reader.page.locator('section[aria-label="内容票"]'))).toBe(`A${number}A`);
    await reader.goTo(`/slips/${path.split('/').slice(1).join('/')}/label`);
    await seen.look(reader, 'slips-label');
    const outside = await print(reader.page);
    await reader.goTo(`/slips/${path.split('/').slice(1).join('/')}/contents`);
    await seen.look(reader, 'slips-contents');
    const inside = await print(reader.page);
    await reader.goTo(path);
    await openSheet(reader, '取り置き票を印刷する');
    await seen.look(reader, 'slips-holds');
    const holds = await print(reader.page);
    expect(holds.sizes).toEqual(Array.from({ length: 4 }, () => ({ width: 80, height: 200 })));
    const [hold] = await reader.page.locator('section[aria-label^="取り置き票"]').all();
    expect(hold && (await readOff(hold))).toBe(`A${scene.toPack.uto[0].barcode}A`);

    expect(outside.text).toContain('宇土市立図書館');
    expect(outside.text).not.toContain(scene.toPack.uto[0].barcode);
    const ofPatrons = [...library.met].flatMap(({ name, cardNumber }) => [name, cardNumber]);
    for (const text of [parcel.text, outside.text, inside.text, holds.text]) {
      for (const secret of [...library.titles, ...ofPatrons]) expect(text).not.toContain(secret);
    }
  });

  test('a parcel leaves with its tracking number, and the carrier’s own program gets its line', async () => {
    const { seen, scene } = stage();
    const [first, second] = scene.toPack.uto;
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo(await openParcelOf(clerk, first.barcode));
    const number = reader.path.split('/').at(-1) ?? '';
    await reader.goTo('/dispatch-board');
    await seen.look(reader, 'dispatch-board');
    const download = reader.page.waitForEvent('download');
    await reader.page.locator('a[href="/slips/yu-pack.csv"]').first().click();
    const file = await readFile(await (await download).path());
    const lines = new TextDecoder('shift_jis').decode(file).trimEnd().split('\r\n');
    expect(lines.find((line) => line.includes(number))).toContain('宇土市立図書館');
    for (const title of [first.title, second.title]) expect(lines.join()).not.toContain(title);

    await reader.goTo(`/parcels/${number}`);
    await reader.page.getByLabel('ゆうパック', { exact: true }).check();
    await reader.press('発送する');
    expect(await reader.page.locator('#tracking-f').textContent()).toContain('お問い合わせ番号');
    await seen.look(reader, 'parcel-without-tracking-number');
    // By its own scan, and then that of the post's label.
    await reader.goTo('/dispatch-board');
    expect(await clerk.scanOn(number)).toContain('お問い合わせ番号を読む');
    await seen.look(reader, 'dispatch-board-asks-for-the-label');
    expect(await clerk.scanOn('123456789012')).toContain('お問い合わせ番号');
    expect(await clerk.scanOn('123456789013')).toContain('発送しました');
    await seen.look(reader, 'dispatch-board-sent');
    await reader.goTo(`/parcels/${number}`);
    expect(await reader.mainText()).toContain('お問い合わせ番号 123456789013');
    await seen.look(reader, 'parcel-dispatched');
    await first.shown('shipped');

    // It stayed on the desk, and leaves all the same, with the label it had.
    const undo = reader.page.locator('form[action$="/not-dispatched"]');
    await undo.locator('input[name=reason], textarea[name=reason]').fill('まだ机にある');
    await reader.press('発送を取り消す');
    expect(await reader.mainText()).toContain('発送を取り消しました');
    await seen.look(reader, 'parcel-not-dispatched');
    await first.shown('packed');
    // What is given up meanwhile has left the parcel, and lies in its box.
    await second.shown('packed');
    await onceAnswered(() => second.wish(patronWebApi.cancel, {}));
    await eventually('the copy named beside its parcel', async () => {
      await reader.goTo(`/parcels/${number}`);
      return (await reader.mainText()).includes('予約がなくなり、この小包から外れた資料です');
    });
    await seen.look(reader, 'parcel-given-up');
    await reader.goTo('/returns');
    expect(await clerk.scanOn(second.barcode)).toContain('棚へ');
    await eventually('the parcel without it', async () => {
      await reader.goTo(`/parcels/${number}`);
      return !(await reader.mainText()).includes('予約がなくなり');
    });
    await reader.goTo('/dispatch-board');
    expect(await clerk.scanOn(number)).toContain('お問い合わせ番号を読む');
    expect(await clerk.scanOn('123456789013')).toContain('発送しました');
    await first.shown('shipped');
  });

  async function numberOfCopies({ reader }: Clerk): Promise<number> {
    return reader.page
      .getByRole('table', { name: /^小包の中/ })
      .locator('tbody tr')
      .count();
  }

  /** The page of the open parcel with a copy in it. */
  async function openParcelOf({ reader }: Clerk, barcode: string): Promise<string> {
    await reader.goTo(`/timeline?q=${barcode}`);
    const path = await reader.page.locator('main a[href^="/parcels/"]').first().getAttribute('href');
    if (path === null) throw new Error('The copy is in no parcel');
    return path;
  }
}
