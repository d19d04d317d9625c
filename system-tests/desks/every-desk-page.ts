import { expect, test } from '@jest/globals';
import { writeContactSheet } from '../src/contact-sheet.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import type { Looking } from '../src/pages-seen.ts';

/** Addresses of pages that send a file. */
const withoutScreen = new Set(['/slips/yu-pack.csv']);

/** After every other story: what was wrong on any screen, and which page nobody has looked at. */
export function everyDeskPage(stage: () => DeskStage, looking: Looking): void {
  test('every page of the table has been looked at', async () => {
    const { routes } = await stage().sideDesk();
    const pages = routes
      .filter(({ kind, path }) => kind === 'page' && !withoutScreen.has(path))
      .map(({ path }) => ({ path, shape: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }));
    const pageOf = (address: string) =>
      pages.find(({ path }) => path === address) ?? pages.find(({ shape }) => shape.test(address));
    const seen = new Set(stage().seen.screens.map(({ address }) => pageOf(address)?.path));
    expect(pages.map(({ path }) => path).filter((path) => !seen.has(path))).toEqual([]);
    expect(pages.length).toBeGreaterThan(25);
  });

  const ways = { onAPhone: 'narrow or with large text', inEveryWay: 'in the dark' };
  test(`nothing was wrong on any screen, ${ways[looking]}`, async () => {
    const { seen } = stage();
    if (looking === 'inEveryWay') await writeContactSheet(seen, await stage().reader());
    expect(seen.faults()).toEqual([]);
  });
}
