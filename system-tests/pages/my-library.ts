import { expect, test } from '@jest/globals';
import { patronWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Journey } from '../src/journey.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import { readNw7 } from '../src/read-barcode.ts';
import { phoneWithoutScripts, type Reader } from '../src/reader.ts';

/** What is reserved and lent, what can be done with it, and the card. */
export function myLibrary(stage: () => PageStage): void {
  test('every reservation and loan says where it is and what happens next', async () => {
    const { seen } = stage();
    const reader = await signedIn(pagePeople.reader);
    expect(reader.path).toBe('/my-library');
    const text = await reader.mainText();
    for (const state of [
      '受取可能',
      '順番待ち（',
      '一時停止中（',
      '準備中',
      '発送待ち',
      '配送中（',
      '貸出中（',
      '返却受付済',
      '返却期限を過ぎています',
      '取り置き期限切れ',
    ]) {
      expect(text).toContain(state);
    }
    await seen.look(reader, 'my-library');
    const waiting = await signedIn(pagePeople.tenLoans);
    await seen.look(waiting, 'my-library-ten-loans');
    const none = await signedIn(pagePeople.child);
    await seen.look(none, 'my-library-empty');
  });

  test('each wish shows what follows first', async () => {
    const { seen, scene } = stage();
    const reader = await signedIn(pagePeople.reader);
    const pages: [string, Journey, string][] = [
      ['wish-cancel', scene.queued, 'cancel'],
      ['wish-pickup', scene.queued, 'pickup'],
      ['wish-suspend', scene.queued, 'suspend'],
      ['wish-resume', scene.suspended, 'resume'],
      ['wish-picked-up', scene.ready, 'picked-up'],
    ];
    for (const [name, journey, path] of pages) {
      await reader.goTo(wishPath(journey, path));
      expect([name, reader.answer.status]).toEqual([name, 200]);
      await seen.look(reader, name);
    }
    await reader.goTo(`${wishPath(scene.queued, 'pickup/confirm')}?pickup=pref`);
    await seen.look(reader, 'wish-pickup-confirm');
  });

  test('a refused extension says why, in the words of its rule', async () => {
    const { seen, scene } = stage();
    const reader = await signedIn(pagePeople.reader);
    const extender = await signedIn(pagePeople.extender);
    const refused: [string, Reader, Journey][] = [
      ['extend-before-pickup', reader, scene.ready],
      ['extend-beside-overdue', reader, scene.handedOut],
      ['extend-overdue', reader, scene.overdue],
      ['extend-handed-in', reader, scene.returning],
      ['extend-not-on-loan', reader, scene.queued],
      ['extend-others-waiting', extender, scene.othersWaiting],
    ];
    for (const [name, whose, journey] of refused) {
      await whose.goTo(wishPath(journey, 'extend'));
      expect([name, whose.answer.status >= 400]).toEqual([name, true]);
      await seen.look(whose, name);
    }
    const ten = await signedIn(pagePeople.tenLoans);
    const [loan] = (await (await stage().library.signIn(pagePeople.tenLoans)).myLibrary()).filter(
      ({ state }) => state === 'handedOut',
    );
    await ten.goTo(`/my-library/${loan?.reservationId}/extend`);
    await seen.look(ten, 'extend-later');
    await ten.goTo('/my-library/extend');
    await seen.look(ten, 'extend-several');
  });

  test('an extension shows its date first, asks again when that has changed, and can be had once', async () => {
    const { seen, scene } = stage();
    const reader = await signedIn(pagePeople.extender);
    await reader.goTo('/my-library/extend');
    const ticked = await reader.page.locator('input[name=loan]').first().inputValue();
    await reader.tamper('input[name=loan]', ticked.replace(/\S+$/, '2027-12-24'));
    await reader.pressIn(reader.formTo('/my-library/extend'));
    await seen.look(reader, 'extended-several');
    await reader.goTo(wishPath(scene.extendable, 'extend'));
    await seen.look(reader, 'extend');
    // The form of another day: the date on it is not today's.
    await reader.tamper('input[name=confirmDue]', '2027-12-24');
    await reader.pressIn(reader.formTo(wishPath(scene.extendable, 'extend')));
    await seen.look(reader, 'extend-changed');
    await reader.pressIn(reader.formTo(wishPath(scene.extendable, 'extend')));
    expect(reader.path).toContain('/my-library');
    await seen.look(reader, 'my-library-extended');
    await reader.goTo(wishPath(scene.extendable, 'extend'));
    await seen.look(reader, 'extend-used');
  });

  test('what comes too late is refused with what can be done instead', async () => {
    const { seen, scene } = stage();
    const reader = await signedIn(pagePeople.reader);
    await tooLate(reader, wishPath(scene.handedOut, 'cancel'));
    await seen.look(reader, 'cancel-too-late');
    await tooLate(reader, wishPath(scene.cancelled, 'cancel'));
    await seen.look(reader, 'cancel-again');
    await tooLate(reader, `${wishPath(scene.packed, 'pickup/confirm')}?pickup=pref`);
    await seen.look(reader, 'pickup-too-late');
    await tooLate(reader, wishPath(scene.allocated, 'suspend'), inDays(30));
    await seen.look(reader, 'suspend-too-late');
    await tooLate(reader, wishPath(scene.queued, 'suspend'), inDays(400));
    await seen.look(reader, 'suspend-too-long');
    await reader.goTo('/my-library/6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001/cancel');
    await seen.look(reader, 'not-found-reservation');
  });

  test('without scripts: suspended, resumed, moved to another library, cancelled; each time the next page shows it', async () => {
    const { scene, seen } = stage();
    const reader = await signedIn(pagePeople.reader, true);
    const rowOf = async ({ reservationId }: Journey) =>
      reader.page.locator(`[data-reservation="${reservationId}"]`).textContent();
    await reader.goTo(wishPath(scene.queued, 'suspend'));
    await reader.page.locator('input[name=until]').fill(inDays(20));
    await reader.press('一時停止する');
    expect(await rowOf(scene.queued)).toContain('一時停止中');
    await reader.goTo(wishPath(scene.queued, 'resume'));
    await reader.press('再開する');
    expect(await rowOf(scene.queued)).toContain('順番待ち');
    await reader.goTo(`${wishPath(scene.queued, 'pickup/confirm')}?pickup=pref`);
    await reader.press('受取館を変更する');
    expect(await rowOf(scene.queued)).toContain('県立図書館');
    await seen.glance(reader, 'my-library-changed');
    await reader.goTo(wishPath(scene.queued, 'cancel'));
    await reader.press('予約をキャンセルする');
    expect(await reader.mainText()).toContain('予約をキャンセルしました');
    await reader.goTo(wishPath(scene.ready, 'picked-up'));
    await reader.press('受け取りました');
    expect(await rowOf(scene.ready)).toContain('貸出中');
    expect(reader.faults).toEqual([]);
  });

  test('one wish too many within an hour says when the next one is taken', async () => {
    const { scene, seen } = stage();
    const until = inDays(400);
    for (let wishes = 0; wishes < 10; wishes += 1) {
      await scene.suspended.wish(patronWebApi.suspend, { until });
    }
    const reader = await signedIn(pagePeople.reader);
    await reader.goTo(wishPath(scene.suspended, 'resume'));
    await reader.press('再開する');
    expect(reader.answer.status).toBe(429);
    await seen.look(reader, 'wish-too-many');
  });

  test('the card on a phone is read by a scanner, in the light and in the dark, and on a narrow screen', async () => {
    const { seen } = stage();
    const reader = await signedIn(pagePeople.reader);
    await reader.goTo('/card');
    await seen.look(reader, 'card');
    const { cardNumber } = pagePeople.reader;
    for (const [width, colorScheme] of [
      [390, 'light'],
      [390, 'dark'],
      [320, 'light'],
    ] as const) {
      await reader.page.setViewportSize({ width, height: 700 });
      await reader.page.emulateMedia({ colorScheme });
      const read = await readNw7(await reader.page.screenshot({ fullPage: true, scale: 'device' }));
      expect([width, colorScheme, read]).toEqual([width, colorScheme, `A${cardNumber}A`]);
    }
    await reader.page.setViewportSize({ width: 390, height: 700 });
    await reader.page.emulateMedia({ colorScheme: 'light' });
    await reader.pressIn(reader.formTo('/card/keep'));
    await reader.goTo('/card/kept');
    await seen.look(reader, 'card-kept');
    await reader.goTo('/card/kept/forget');
    await seen.look(reader, 'card-forget-kept');
    await reader.pressIn(reader.formTo('/card/kept/forget'));
    await seen.look(reader, 'card-nothing-kept');
    await reader.goTo('/card/print');
    await seen.look(reader, 'card-print');
    await reader.goTo('/card/renewal');
    await seen.look(reader, 'card-renewal');
    await reader.pressIn(reader.page.locator('main form[action="/card/renewal"]'));
    await seen.look(reader, 'card-renewal-done');
    await reader.goTo('/shared-terminal');
    await seen.look(reader, 'card-shared-terminal');
    await reader.goTo('/card');
    expect(await reader.page.locator('form[action="/card/keep"]').count()).toBe(0);
  });

  async function signedIn(person: { cardNumber: string; password: string }, withoutScripts = false) {
    const reader = await stage().reader(withoutScripts ? phoneWithoutScripts : {});
    await reader.signIn(person);
    return reader;
  }

  /** Sends the form of a wish that came too late, where the page still has one. */
  async function tooLate(reader: Reader, path: string, until?: string): Promise<void> {
    await reader.goTo(path);
    const form = reader.page.locator('main form[method=post]').last();
    if ((await form.count()) === 0) return;
    if (until !== undefined) {
      await reader.withoutChecking();
      await form.locator('input[name=until]').fill(until);
    }
    await reader.pressIn(form);
  }
}

const wishPath = ({ reservationId }: Journey, wish: string) => `/my-library/${reservationId}/${wish}`;
const inDays = (days: number) => addDays(dayOf(instantFromDate(new Date())), days);
