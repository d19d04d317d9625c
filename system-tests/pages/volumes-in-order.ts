import { expect, test } from '@jest/globals';
import type { PatronRow } from '@toshobin/contracts';
import { patient } from '../src/cast.ts';
import { eventually } from '../src/eventually.ts';
import { type Cast, Journey } from '../src/journey.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';

/** 読みたい順予約: three issues of a magazine, one after the other, through their whole course. */
export function volumesInOrder(stage: () => PageStage): void {
  test('volumes stand on one page; three are reserved in order, each when the one before is handed out', async () => {
    const { seen, library } = stage();
    const who = pagePeople.inOrder;
    const reader = await stage().reader();
    await reader.signIn(who, '/search?q=月刊星空案内');
    await reader.follow(/^この雑誌の号の一覧/);
    await seen.look(reader, 'volumes');
    const titles = (await reader.page.locator('.vol-name b').allTextContents()).toReversed().slice(0, 3);
    await reader.press('予約かごに入れる');
    await seen.look(reader, 'volumes-none-chosen');
    for (const title of titles) await reader.page.getByLabel(title).check();
    await reader.press('読みたい順予約');
    await seen.look(reader, 'reading-order');
    await reader.page.locator('input[name=pickup][value=pref]').check();
    await reader.press('この順に予約する');
    await seen.look(reader, 'my-library-in-order');
    await reader.followTo('[href^="/reading-orders/"][href$="/pickup"]');
    await seen.look(reader, 'reading-order-pickup');
    await reader.openFolds();
    await reader.page.locator('input[name=pickup][value=uto]').check();
    await reader.press('この館にする');
    expect(await reader.mainText()).toContain('これから予約するものの受取館：宇土市立図書館');
    await reader.followTo('[href^="/reading-orders/"][href$="/pickup"]');
    await reader.page.locator('input[name=pickup][value=pref]').check();
    await reader.press('この館にする');

    const cast = await patient(library.castFor(who));
    const shownAs = async () => {
      await reader.goTo('/my-library');
      const lines = await reader.page.locator('[data-order] li').allTextContents();
      return lines.map((line) => line.trim().split('：').at(-1));
    };
    expect(await shownAs()).toEqual(['予約しています', '順番が来たら予約します', '順番が来たら予約します']);
    const journeys: Journey[] = [];
    for (const [n, title] of titles.entries())
      journeys.push(await lentInOrder(cast, (row) => row.title.includes(title), n + 1));
    await eventually('no order in My Library', async () => {
      await reader.goTo('/my-library');
      return !(await reader.mainText()).includes('この順番の予約をやめる');
    });
    for (const journey of journeys) await broughtHome(journey);
  }, 600_000);

  test('the first three volumes of a novel: none is ready before the one before it is lent, and all come home', async () => {
    const { library } = stage();
    const who = pagePeople.inOrder;
    const reader = await stage().reader();
    await reader.signIn(who, '/search?q=旗本退屈男');
    await reader.follow(/^この作品の巻の一覧/);
    const ticks = reader.page.locator('.vol input[name=v]');
    const ids: string[] = [];
    for (const n of [0, 1, 2]) {
      ids.push(await ticks.nth(n).inputValue());
      await ticks.nth(n).check();
    }
    await reader.press('読みたい順予約');
    await reader.page.locator('input[name=pickup][value=pref]').check();
    await reader.press('この順に予約する');
    const cast = await patient(library.castFor(who));
    const journeys: Journey[] = [];
    for (const [n, id] of ids.entries())
      journeys.push(await lentInOrder(cast, (row) => row.recordId === id, n + 1));
    for (const journey of journeys) await broughtHome(journey);
  }, 600_000);
}

/** The reservation of one of them, of which so many have been asked for by now, lived through until it is lent. */
async function lentInOrder(cast: Cast, isIt: (row: PatronRow) => boolean, asked: number): Promise<Journey> {
  const open = async () => (await cast.patron.myLibrary()).filter((row) => row.open);
  const row = await eventually('it in My Library', async () => (await open()).find(isIt));
  const journey = Journey.of(cast, row, 'pref', row);
  await journey.fetch();
  await journey.ready();
  // Ready, and still no later one was asked for.
  expect(await open()).toHaveLength(asked);
  await journey.handOut();
  return journey;
}

/** Returned, and its process at an end. */
async function broughtHome(journey: Journey): Promise<void> {
  await journey.processReturn();
  await journey.shown('returned');
  const ended = async () => (await journey.process()).status === 'completed';
  await eventually('the end of its process', ended);
}
