import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { patronWebApi } from '@toshobin/contracts';
import { CalendarDateSchema } from '@toshobin/lending-rules';
import type { Clerk } from '../src/clerk.ts';
import { deskPeople } from '../src/desk-people.ts';
import type { DeskStage } from '../src/desk-stage.ts';
import { eventually } from '../src/eventually.ts';
import { print } from '../src/printed-sheet.ts';
import { phone } from '../src/reader.ts';
import { granted, WebSession } from '../src/web-session.ts';

/** 電話受付 and 貸出カード: what a caller wishes, and the cards themselves. */
export function onTheTelephone(stage: () => DeskStage): void {
  test('a caller reserves a weekly that only visitors may borrow, has a loan extended, and lets a reservation go', async () => {
    const { seen, scene } = stage();
    const { extendable, given } = scene.caller;
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/phone');
    await seen.look(reader, 'phone');
    await clerk.scan(deskPeople.caller.cardNumber);
    expect(await reader.mainText()).toContain(deskPeople.caller.name);
    await seen.look(reader, 'phone-caller');
    await reader.page.locator(`tr[data-reservation="${extendable.reservationId}"] summary`).click();

    await reader.pressIn(reader.formTo(`/phone/${extendable.reservationId}/preview`));
    await seen.look(reader, 'phone-extension');
    const before = (await extendable.row()).due?.date ?? '';
    await reader.press(/までに延長する$/);
    expect(await clerk.said()).toContain('延長しました');
    expect(((await extendable.row()).due?.date ?? '') > before).toBe(true);
    await reader.press('貸出の控え');
    await reader.press('A6に替える');
    expect(await reader.mainText()).not.toContain(deskPeople.caller.name);
    await seen.look(reader, 'receipt-of-loans');

    await reader.goTo(`/phone?cancel=${given.reservationId}`);
    expect(await reader.mainText()).toContain('の予約をキャンセルしますか。');
    await seen.look(reader, 'phone-cancel');
    await reader.pressIn(reader.formTo(`/phone/${given.reservationId}/hold-cancellation`));
    expect(await clerk.said()).toContain('キャンセルします');
    await seen.look(reader, 'phone-cancelling');
    await reader.pressIn(reader.formTo(`/phone/${given.reservationId}/keep`));
    expect(await clerk.said()).toContain('キャンセルをやめました');
    await reader.goTo(`/phone?cancel=${given.reservationId}`);
    await reader.pressIn(reader.formTo(`/phone/${given.reservationId}/hold-cancellation`));
    await reader.pressIn(reader.formTo(`/phone/${given.reservationId}/cancel`));
    expect(await clerk.said()).toContain('予約をキャンセルしました');
    await given.shown('cancelled');

    await reader.page.locator('#q').fill('週刊');
    await reader.enter();
    await seen.glance(reader, 'phone-found');
    await reader.pressIn(reader.formTo('/phone/reserve'));
    expect(await clerk.said()).toContain('予約を受け付けました');
    await reader.press('この方を終わる');
    expect(await reader.mainText()).not.toContain(deskPeople.caller.name);

    await reader.page.locator('#find').fill('週刊');
    await reader.enter();
    await seen.look(reader, 'find');
    await reader.andThen(() => reader.page.locator('main a[href^="/titles/"]').first().click());
    await seen.look(reader, 'title');
  });

  test('who is locked out without mail gets a code that the desk sees once, and chooses a new password with it', async () => {
    const { seen, library } = stage();
    const { locked } = deskPeople;
    const clerk = await withCaller(locked.cardNumber);
    const { reader } = clerk;
    await fillIn(clerk, '/cards/letter', '電話でご本人を確かめたため');
    await reader.pressIn(reader.formTo('/cards/letter'));
    const code = (await reader.page.locator('#code').textContent()) ?? '';
    // The sheet alone, not within the desk's page.
    expect(await reader.page.locator('h1').allInnerTexts()).toEqual(['封書の番号']);
    await seen.look(reader, 'letter-code');
    await reader.goTo('/phone');
    expect(await reader.mainText()).not.toContain(code);

    const home = await stage().reader(phone, library.addresses.patronWeb);
    await home.signIn({ cardNumber: locked.cardNumber, password: code });
    expect(home.path).toBe('/password');
    expect(clerk.reader.faults).toEqual([]);
  });

  test('an application is checked and its card made; another one is declined with the reason for its mail', async () => {
    const { seen } = stage();
    const [yes, no] = await Promise.all([apply('見本 新一'), apply('見本 旧二')]);
    const clerk = await stage().clerk('desk');
    const { reader } = clerk;
    await reader.goTo('/cards');
    await seen.look(reader, 'cards');
    await reader.pressIn(checkOf(yes.applicationId).first());
    expect(await clerk.said()).toContain('発行します');
    const declining = checkOf(no.applicationId).last();
    await declining.locator('input[name=reason]').fill('住所を確かめられませんでした');
    await reader.pressIn(declining);
    expect(await clerk.said()).toContain('お断りしました');
    await eventually('the card that was made', async () => {
      await reader.goTo('/cards');
      return (await rowOf(yes.applicationId).textContent())?.includes('カード番号');
    });
    await seen.glance(reader, 'cards-issued');
    for (const [sheet, width, height] of [
      ['card', 86, 54],
      ['letter', 210, 297],
      ['address', 86, 50],
    ] as const) {
      await reader.goTo(`/slips/cards/${yes.applicationId}/${sheet}`);
      await seen.look(reader, `card-${sheet}`);
      expect([sheet, (await print(reader.page)).sizes]).toEqual([sheet, [{ width, height }]]);
    }

    function rowOf(applicationId: string) {
      return reader.page.locator(`li[data-application="${applicationId}"]`);
    }
    function checkOf(applicationId: string) {
      return rowOf(applicationId).locator('form[action$="/check"]');
    }
  });

  test('a card is suspended and freed again, renewed and replaced, each written down with its reason', async () => {
    const { seen } = stage();
    const clerk = await withCaller(deskPeople.neighbour.cardNumber);
    const { reader } = clerk;
    await fillIn(clerk, '/cards/suspend', '長期の延滞のため');
    await reader.pressIn(reader.formTo('/cards/suspend'));
    expect(await clerk.said()).toContain('利用停止にしました');
    await seen.glance(reader, 'phone-suspended');
    await fillIn(clerk, '/cards/suspend', '返却されたため');
    await reader.pressIn(reader.formTo('/cards/suspend'));
    await reader.openFolds();
    await reader.page.locator('#renewCard-expiresOn').fill('2030-03-31');
    await reader.pressIn(reader.formTo('/cards/renew'));
    expect(await clerk.said()).toContain('有効期限を更新しました');
    await fillIn(clerk, '/cards/person', '申込書と照らしたため');
    await reader.page.locator('#correctPerson-birthDate').fill('1975-03-12');
    await reader.pressIn(reader.formTo('/cards/person'));
    expect(await clerk.said()).toContain('お名前・住所などを直しました');
    await reader.goTo('/audit');
    expect(await reader.mainText()).toContain('返却されたため');
    expect(await reader.mainText()).not.toContain(deskPeople.neighbour.cardNumber);
    await seen.look(reader, 'audit');
  });

  async function withCaller(cardNumber: string): Promise<Clerk> {
    const clerk = await stage().clerk('desk');
    await clerk.reader.goTo('/phone');
    await clerk.scan(cardNumber);
    return clerk;
  }

  async function fillIn({ reader }: Clerk, action: string, reason: string): Promise<void> {
    await reader.openFolds();
    await reader.formTo(action).locator('input[name=reason]').fill(reason);
  }

  /** Somebody applies for a card on the web. */
  async function apply(name: string) {
    const applicationId = randomUUID();
    const body = {
      applicationId,
      name,
      nameReading: 'みほん',
      birthDate: CalendarDateSchema.parse('1961-04-05'),
      postcode: '869-1100',
      address: '熊本県菊池郡菊陽町大字見本1番地',
      phone: null,
      email: `${applicationId.slice(0, 8)}@example.jp`,
    };
    const web = new WebSession(stage().library.addresses.patronWeb);
    granted(await web.call(patronWebApi.applyForCard, { body }));
    return { applicationId };
  }
}
