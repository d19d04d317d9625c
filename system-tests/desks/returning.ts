import { expect, test } from '@jest/globals';
import { fullWidth } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { print, readOff } from '../src/printed-sheet.ts';

/** 返却受付: one field, and where the copy goes next, large. */
export function returning(stage: () => DeskStage): void {
  test('a pile of copies is taken in without a mouse: to the shelf, to the next reader, to the hold shelf here', async () => {
    const { seen, scene } = stage();
    const { toShelf, toNext, toHold } = scene.comingBack;
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/returns');
    await seen.look(reader, 'returns');
    expect(await clerk.scanOn(toShelf)).toBe('棚へ');
    expect(await clerk.tone()).toBe('shelf');
    await seen.look(reader, 'returns-shelf');
    expect(await clerk.scanOn(fullWidth(toNext))).toContain('宇土市立図書館');
    expect(await clerk.tone()).toBe('next');
    await seen.glance(reader, 'returns-next');
    expect(await clerk.scanOn(toHold)).toBe('取り置き棚へ');
    expect(await clerk.tone()).toBe('hold');
    await seen.glance(reader, 'returns-hold');
    await reader.goTo(`/slips/holds/${toHold}?from=returns`);
    await seen.look(reader, 'slips-hold');
    expect(await readOff(reader.page.locator('section[aria-label^="取り置き票"]'))).toBe(`A${toHold}A`);
    expect((await print(reader.page)).sizes).toEqual([{ width: 80, height: 200 }]);
    await reader.goTo('/slips/holds');
    await seen.look(reader, 'slips-holds-of-the-day');
    expect(await reader.page.locator('section[aria-label^="取り置き票"]').count()).toBeGreaterThan(0);
    await reader.goTo('/returns');
    expect(await clerk.scanOn(toShelf)).toMatch(/^受け付け済みです/);
    expect(await clerk.scanOn('9784101010014')).toContain('今のはISBN');
    expect(await clerk.scanOn('3005128814')).toContain('県立図書館の資料ではありません');
    await seen.look(reader, 'returns-not-ours');
  });

  test('the cover of a copy is asked for while the pile goes on, its parts hold it up; both are answered by digits', async () => {
    const { seen, scene } = stage();
    const { withParts, misread } = scene.comingBack;
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/returns');
    await clerk.scanOn(withParts);
    expect(await reader.mainText()).toContain('保護カバー（袋）はありますか');
    expect(await reader.mainText()).toContain('付属資料 2点を確かめてください');
    await seen.look(reader, 'returns-questions');
    await clerk.scanOn('2');
    expect(await reader.mainText()).toContain('保護カバー（袋）：「ない」と記録しました');
    await clerk.scanOn('3');
    expect(await reader.mainText()).not.toContain('付属資料 2点を確かめてください');

    // A mis-scan: the copy is on loan all the same.
    const { patron } = await scene.castOf(deskPeople.lender);
    const loan = await Journey.found(await scene.castOf(deskPeople.lender), await recordOf(misread), misread);
    await clerk.scanOn(misread);
    expect(await clerk.scanOn('0')).toContain('取り消しました');
    await seen.glance(reader, 'returns-undone');
    await eventually('the loan in My Library, open again', async () => {
      const row = await patron.row(loan.reservationId);
      return row?.open && row.state === 'handedOut';
    });

    async function recordOf(barcode: string) {
      const rows = await patron.myLibrary();
      for (const { recordId, title } of rows) {
        const { copies } = await patron.record(recordId);
        if (copies.some((copy) => copy.barcode === barcode)) return { recordId, title };
      }
      throw new Error('Nobody has lent that copy');
    }
  });

  test('what comes from the book drop is chosen once for the whole pile, without scripts too', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('desk', { scripts: false });
    const { reader } = clerk;
    await reader.goTo('/returns');
    await reader.follow('ブックポスト（朝の回収）');
    expect(await clerk.scan(scene.comingBack.misread)).toBe('棚へ');
    expect(reader.path).toBe('/returns?from=firstBookDrop');
    expect(await reader.page.locator('[aria-current=true]').textContent()).toBe('ブックポスト（朝の回収）');
    await seen.glance(reader, 'returns-without-scripts');
    // The focus is in the field again without any script.
    expect(await clerk.scan('3005128814')).toContain('県立図書館の資料ではありません');
  });
}
