import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { type Clerk, fullWidth, withStartAndStop } from '../src/clerk.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import type { Journey } from '../src/journey.ts';
import { print, readOff } from '../src/printed-sheet.ts';

/** 出庫: the list in the order of the shelves, each copy confirmed by a scan. */
export function fetching(stage: () => DeskStage): void {
  test('copies are fetched by scans alone, whatever reader and keyboard make of the digits; a mis-scan is taken back', async () => {
    const { seen, scene } = stage();
    const { uto, here } = scene.toFetch;
    const clerk = await stage().clerk('desk');
    const numbers = await numbersOnTheList(clerk, [...uto, here]);
    await seen.look(clerk.reader, 'pick-list');
    const [first = '', second = '', third = '', fourth = ''] = numbers;

    expect(await clerk.scanOn(first)).toContain('宇土市立図書館');
    expect(await clerk.scanOn(fullWidth(second))).toMatch(/宇土市立図書館/);
    await clerk.scanOn(withStartAndStop(third));
    expect(await clerk.reader.page.locator('#answer').textContent()).toContain(third);
    expect(await clerk.tone()).toBe('next');
    await seen.glance(clerk.reader, 'pick-list-fetched');
    expect(await clerk.scanOn('0')).toContain('取り消しました');
    expect(await clerk.scanOn(third)).toContain('宇土市立図書館');
    expect(await clerk.scanOn(makeBarcode('card', 1))).toContain('今のは貸出カードの番号です');
    expect(await clerk.tone()).toBe('stop');
    expect(await clerk.scanOn(fourth)).toContain('取り置き棚へ');
    expect(await clerk.tone()).toBe('hold');
    expect(await clerk.reader.page.locator(`tr:has-text("${first}")`).count()).toBe(0);
  });

  test('a copy that is not on its shelf is searched for, and its reader waits at the old place', async () => {
    const { kikuyo } = stage().scene.toFetch;
    const clerk = await stage().clerk('desk');
    await numbersOnTheList(clerk, [kikuyo]);
    await clerk.reader.pressIn(
      clerk.reader.page.locator(`tr[data-reservation="${kikuyo.reservationId}"] form`),
    );
    expect(await clerk.said()).toBe('捜索中にしました');
    expect(await clerk.reader.mainText()).toContain('予約は順番待ちに戻りました。');
    await kikuyo.shown('queued');
  });

  test('a pick slip is 80 by 130 mm, stays in the house, and is read back by a reader', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await numbersOnTheList(clerk, [scene.toFetch.slip]);
    const printed = reader.page.getByRole('link', { name: '出庫票を印刷する' });
    expect(await printed.getAttribute('href')).toBe('/slips/picks?print=1');
    await reader.goTo('/slips/picks');
    await seen.look(reader, 'slips-picks');
    const { sizes, text } = await print(reader.page);
    expect(new Set(sizes.map(({ width, height }) => `${width}×${height}`))).toEqual(new Set(['80×130']));
    expect(text).toContain(scene.toFetch.slip.title);
    expect(text).toContain('館の外に出さないでください');
    const sheet = reader.page.locator('section', { hasText: scene.toFetch.slip.title });
    expect(text).toContain((await readOff(sheet))?.replaceAll(/\D/g, ''));
  });

  /** The numbers of the copies for these reservations, once the list has them. */
  function numbersOnTheList({ reader }: Clerk, journeys: readonly Journey[]): Promise<string[]> {
    return eventually('the copies on the list', async () => {
      await reader.goTo('/pick-list');
      const rows = journeys.map(({ reservationId }) =>
        reader.page.locator(`tr[data-reservation="${reservationId}"] .s-num`).allInnerTexts(),
      );
      const numbers = (await Promise.all(rows)).flat();
      return numbers.length === journeys.length && numbers;
    });
  }
}
