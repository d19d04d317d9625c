import { expect, test } from '@jest/globals';
import { writeContactSheet } from '../src/contact-sheet.ts';
import type { DeskStage } from '../src/desk-stage.ts';

const sendsAFile = (path: string) => path.endsWith('.csv');

/** After every other story: what was wrong on any screen, and which page nobody has looked at. */
export function everyDeskPage(stage: () => DeskStage): void {
  test('every page of the table has been looked at', async () => {
    const { routes } = await stage().sideDesk();
    const pages = routes
      .filter(({ kind, path }) => kind === 'page' && !sendsAFile(path))
      .map(({ path }) => ({ path, shape: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }));
    const pageOf = (address: string) =>
      pages.find(({ path }) => path === address) ?? pages.find(({ shape }) => shape.test(address));
    const seen = new Set(stage().seen.screens.map(({ address }) => pageOf(address)?.path));
    expect(pages.map(({ path }) => path).filter((path) => !seen.has(path))).toEqual([]);
    expect(pages.length).toBeGreaterThan(25);
  });

  test('nothing was wrong on any screen, narrow, with large text, in the dark', async () => {
    const { seen } = stage();
    await writeContactSheet(seen, await stage().reader());
    expect(seen.faults()).toEqual([]);
  });
}
