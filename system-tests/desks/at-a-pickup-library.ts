import { expect, test } from '@jest/globals';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { openSheet, print, readOff } from '../src/printed-sheet.ts';
import { readNw7 } from '../src/read-barcode.ts';
import { phone } from '../src/reader.ts';

/** A pickup library on a phone: one scan at a time, its own copies alone. */
export function atAPickupLibrary(stage: () => DeskStage): void {
  test('one scan of the parcel receives all that is in it; what is missing and what is too many is told', async () => {
    const { seen, scene } = stage();
    const { parcelNumber, copies, extra } = scene.branch.arriving;
    const clerk = await stage().clerk('uto');
    const { reader } = clerk;
    await reader.goTo('/');
    await seen.look(reader, 'branch-home');
    await reader.goTo(`/look-up?n=${parcelNumber}`);
    expect(await reader.mainText()).toContain('この館あての小包');
    await seen.look(reader, 'look-up');
    await reader.goTo('/');
    expect(await clerk.scanOn(parcelNumber)).toBe('3点のうち3点を受け付けました');
    expect(reader.path).toBe('/arrivals');
    await seen.look(reader, 'arrivals-received');
    const missing = reader.page.locator('form[action="/arrivals/contents"]:has(input[name=missing])').first();
    const barcode = await missing.locator('input[name=missing]').inputValue();
    await reader.pressIn(missing);
    expect(await clerk.said()).toContain('1点足りません');
    await seen.look(reader, 'arrivals-missing');
    expect(await clerk.scanOn(extra)).toContain('県立図書館に知らせました');
    await seen.glance(reader, 'arrivals-extra');
    for (const journey of copies)
      await journey.shown(journey.barcode === barcode ? 'arrivalOverdue' : 'ready');
    expect(await reader.mainText()).not.toMatch(new RegExp(copies.map(({ title }) => title).join('|')));
  });

  test('a copy is handed out to its card, and to the screen of a phone', async () => {
    const { seen, scene, library } = stage();
    const { byCard, byScreen } = scene.branch;
    const clerk = await stage().clerk('uto');
    const { reader } = clerk;
    await reader.goTo('/hand-out');
    await seen.look(reader, 'hand-out');
    await clerk.scanOn(deskPeople.villager.cardNumber);
    expect(await reader.mainText()).toContain('この方の取り置き');
    await seen.look(reader, 'hand-out-card');
    expect(await clerk.scanOn(byCard.barcode)).toBe('お渡しください');
    await seen.glance(reader, 'hand-out-done');
    await byCard.shown('handedOut');

    const patron = await stage().reader(phone, library.addresses.patronWeb);
    await patron.signIn(deskPeople.neighbour, '/card');
    const shown = await readNw7(await patron.page.screenshot({ fullPage: true, scale: 'device' }));
    await clerk.scanOn(shown ?? '');
    expect(await clerk.scanOn(byScreen.barcode)).toBe('お渡しください');
    expect(await clerk.scanOn(byCard.barcode)).not.toBe('お渡しください');
    await clerk.scanOn('9');
    expect(await reader.mainText()).not.toContain(deskPeople.neighbour.cardNumber.slice(-4));
  });

  test('what a reader says to have picked up is still there: it waits again', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('uto');
    await clerk.reader.goTo('/declared-hand-outs');
    await seen.look(clerk.reader, 'declared-hand-outs');
    const row = clerk.reader.page.locator('li', { hasText: scene.branch.declared.barcode });
    await clerk.reader.pressIn(row.locator('form'));
    expect(await clerk.said()).toContain('取り置きに戻しました');
    await scene.branch.declared.shown('ready');
  });

  test('copies are taken back over the counter and from the book drop, another library’s too, and all go home in one parcel', async () => {
    const { seen, scene } = stage();
    const { overCounter, byDrop, ofKikuyo } = scene.branch;
    const clerk = await stage().clerk('uto');
    const { reader } = clerk;
    await reader.goTo('/hand-in');
    await seen.look(reader, 'hand-in');
    expect(await clerk.scanOn(overCounter.barcode)).toContain('返送箱へ');
    await seen.glance(reader, 'hand-in-done');
    await reader.follow('ブックポスト（朝の回収）');
    expect(await clerk.scanOn(byDrop.barcode)).toContain('受け付けました');
    await Promise.all([overCounter, byDrop].map((journey) => journey.shown('returning')));

    await reader.goTo('/send-back');
    await seen.look(reader, 'send-back');
    await reader.press('返送する小包をつくる');
    for (const { barcode } of [overCounter, byDrop]) {
      expect(await clerk.scanOn(barcode)).toContain('小包に入れました');
    }
    // Nobody has taken it in: it is asked about, and then is.
    await clerk.scanOn(ofKikuyo.barcode);
    expect(await reader.mainText()).toContain('返却受付の読み取りがありません');
    await seen.look(reader, 'send-back-still-lent');
    expect(await clerk.scanOn('1')).toContain('小包に入れました');
    await ofKikuyo.shown('returning');
    await seen.glance(reader, 'send-back-parcel');
    const number = reader.path.split('/').at(-1) ?? '';
    await openSheet(reader, '箱を閉じて、内容票とラベルを印刷する');
    const { text, sizes } = await print(reader.page);
    expect([text.includes(overCounter.barcode), sizes.length]).toEqual([true, 2]);
    expect(await readOff(reader.page.locator('section[aria-label^="小包ラベル"]'))).toBe(`A${number}A`);
    await reader.follow('戻る');
    await reader.page.getByLabel('ゆうパック', { exact: true }).check();
    await reader.page.locator('#tracking').fill('222233334444');
    await reader.press('発送する');
    expect(await clerk.said()).toContain('発送しました');

    const desk = await stage().clerk('desk');
    await desk.reader.goTo('/arrivals');
    expect(await desk.scanOn(number)).toBe('返送の小包を受け付けました');
    await seen.look(desk.reader, 'arrivals-at-the-desk');
    await desk.reader.goTo('/returns');
    expect(await desk.scanOn(overCounter.barcode)).toBe('棚へ');
    await overCounter.closed();
  });

  test('「棚にありますか」: what nobody came for goes home; what has waited long is looked for, too', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('uto');
    await goToQuestionAbout(clerk, scene.branch.expired.barcode);
    await seen.look(clerk.reader, 'shelf-checks');
    await clerk.reader.press('ある → 返送する');
    expect(await clerk.said()).toBe('返送箱へ');
    await scene.branch.expired.shown('expired');

    const inEightDays = () => new Date(Date.now() + 8 * 86_400_000);
    const later = await stage().sideDesk({ now: inEightDays });
    const next = await stage().clerk('uto', {}, later.url);
    await goToQuestionAbout(next, scene.branch.declared.barcode);
    expect(await next.reader.mainText()).toContain('7日より長い取り置きの確認');
    await next.reader.press('ある → そのまま置く');
    expect(await next.said()).toBe('取り置き棚へ');
  });

  test('the scan loop of a pickup library works without scripts', async () => {
    const { seen, scene } = stage();
    const clerk = await stage().clerk('uto', { scripts: false });
    await clerk.reader.goTo('/');
    await seen.glance(clerk.reader, 'branch-home-without-scripts');
    expect(await clerk.scan(deskPeople.villager.cardNumber)).not.toBe('');
    expect(clerk.reader.path).toBe('/hand-out');
    const answer = await eventually('the copy of the parcel', () => clerk.scan(scene.branch.byCard.barcode));
    expect(answer).not.toBe('');
    await seen.glance(clerk.reader, 'hand-out-without-scripts');
  });
  /** The questions come one at a time: what is asked about others is left for later. */
  async function goToQuestionAbout({ reader }: Clerk, barcode: string): Promise<void> {
    await reader.goTo('/shelf-checks');
    while (!(await reader.mainText()).includes(barcode)) await reader.follow(/^後で答える/);
  }
}
