import { expect, test } from '@jest/globals';
import { staffWebApi } from '@toshobin/contracts';
import { patient } from '../src/cast.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import { phoneWithoutScripts, type Reader } from '../src/reader.ts';
import { granted } from '../src/web-session.ts';

const wrong = 'これはちがう合言葉です';
const chosen = 'touge-no-chaya-58';

/** Signing in, the first visit, passwords, addresses, the card of one's own. */
export function account(stage: () => PageStage): void {
  test('whoever may not sign in hears why; the number that was typed stays, the password does not', async () => {
    const { seen, library } = stage();
    const reader = await stage().reader();
    await reader.goTo('/sign-in');
    await seen.look(reader, 'sign-in');
    await reader.goTo('/my-library');
    expect(reader.path).toBe('/sign-in?next=%2Fmy-library');
    await seen.look(reader, 'sign-in-required');
    const { locked, replaced } = pagePeople;
    for (let times = 0; times < 5; times += 1) await reader.signIn({ ...locked, password: wrong });
    expect(await reader.page.locator('#cardNumber').inputValue()).toBe(locked.cardNumber);
    expect(await reader.page.locator('#password').inputValue()).toBe('');
    await seen.look(reader, 'sign-in-refused');
    await reader.signIn(locked);
    await seen.look(reader, 'sign-in-later');

    const { cardNumber } = replaced;
    const body = { cardNumber, reason: '紛失のため' };
    granted(await library.desks.prefectural.act(staffWebApi.replaceCard, { body }));
    await reader.signIn(replaced);
    await seen.look(reader, 'sign-in-card-replaced');
  });

  test('without scripts: a forgotten password, the mail’s link, a new one; the link serves once', async () => {
    const { seen } = stage();
    const { forgetful } = pagePeople;
    const reader = await stage().reader();
    await reader.goTo('/password/forgotten');
    await seen.look(reader, 'password-forgotten');
    await reader.pressIn(reader.formTo('/password/forgotten'));
    await seen.look(reader, 'password-forgotten-refused');
    await askForReset(reader, forgetful);
    await seen.look(reader, 'password-forgotten-sent');
    const link = await stage().library.inbox.linkTo(
      forgetful.email,
      'パスワードの再設定',
      /\S+\/password\/reset\?\S+/,
    );
    await reader.goTo(link);
    await seen.look(reader, 'password-reset');

    const plain = await stage().reader(phoneWithoutScripts);
    await plain.goTo(link);
    await choosePassword(plain, chosen);
    await seen.glance(plain, 'password-reset-done');
    await reader.goTo('/password/reset/done');
    await seen.look(reader, 'password-reset-done');
    await reader.goTo(link);
    await seen.look(reader, 'password-reset-link-used');
    await plain.signIn({ ...forgetful, password: chosen });
    expect(plain.path).toBe('/my-library');
    expect(plain.faults).toEqual([]);
  });

  test('password and address are changed, and a test mail can be asked for three times a day', async () => {
    const { seen } = stage();
    const reader = await stage().reader();
    await reader.signIn(pagePeople.child);
    await reader.goTo('/password');
    await seen.look(reader, 'password-change');
    await changePassword(reader, { current: wrong, password: chosen });
    await seen.look(reader, 'password-change-refused');
    await changePassword(reader, { current: pagePeople.child.password, password: chosen });
    await seen.look(reader, 'password-changed');
    await reader.goTo('/email');
    await seen.look(reader, 'email');
    await reader.goTo('/email/test');
    await seen.look(reader, 'email-test');
    for (let times = 0; times < 4; times += 1) {
      await reader.pressIn(reader.formTo('/email/test'));
      if (times === 0) await seen.look(reader, 'email-test-sent');
    }
    await seen.look(reader, 'email-test-too-often');
  });

  test('a patron sees where they are signed in, and signs out a device left elsewhere', async () => {
    const { seen } = stage();
    const { mother } = pagePeople;
    const [desktop, phone] = [await stage().reader(), await stage().reader(phoneWithoutScripts)];
    await desktop.signIn(mother);
    await desktop.goTo('/sessions');
    await seen.look(desktop, 'sessions-here-alone');
    await phone.signIn(mother);
    await desktop.goTo('/sessions');
    await seen.look(desktop, 'sessions');
    const signOutThere = async (password: string) => {
      await desktop.page.locator('#ended-all').check();
      await desktop.page.locator('main input[name=password]').fill(password);
      await desktop.pressIn(desktop.formTo('/sessions'));
    };
    await signOutThere(wrong);
    await seen.look(desktop, 'sessions-refused');
    await signOutThere(mother.password);
    await seen.look(desktop, 'sessions-ended');
    await phone.goTo('/my-library');
    expect(phone.path).toBe('/sign-in?next=%2Fmy-library');
  });

  test('a patron reads everything that is kept of them, once the password was given again', async () => {
    const { seen } = stage();
    const { mother } = pagePeople;
    const reader = await stage().reader();
    await reader.signIn(mother, '/privacy/kept');
    await seen.look(reader, 'kept-of-me');
    const ask = async (password: string) => {
      await reader.page.locator('main input[name=password]').fill(password);
      await reader.pressIn(reader.formTo('/privacy/kept'));
    };
    await ask(wrong);
    await seen.look(reader, 'kept-of-me-refused');
    await ask(mother.password);
    await seen.look(reader, 'kept-of-me-told');
    expect(await reader.page.locator('h1').textContent()).toBe('自分の記録');
  });

  test('a family changes cards on one device, each with its own password, and sees one card at a time', async () => {
    const { seen } = stage();
    const { mother, child } = pagePeople;
    const reader = await stage().reader();
    await reader.goTo('/family');
    await seen.look(reader, 'family-empty');
    await reader.signIn(mother, '/family');
    await remember(reader, '');
    await seen.look(reader, 'family-refused');
    await remember(reader, 'はは');
    await seen.look(reader, 'family');
    await reader.press('ログアウト');
    await reader.signIn({ ...child, password: chosen }, '/family');
    await remember(reader, 'こども');
    await reader.pressIn(reader.formTo('/family/switch'));
    await seen.look(reader, 'family-sign-in');
    await reader.page.locator('main input[type=password]').fill(wrong);
    await reader.press('ログイン');
    await seen.look(reader, 'family-sign-in-refused');
    await reader.page.locator('main input[type=password]').fill(mother.password);
    await reader.pressIn(reader.page.locator('main form[action^="/family/"]'));
    expect(reader.path).toBe('/my-library');
    await reader.goTo('/card');
    expect(await reader.mainText()).toContain(mother.cardNumber.slice(-4));
    await reader.goTo('/sign-in');
    await seen.glance(reader, 'sign-in-signed-in');
  });

  test('signing out in a tab of an earlier sign-in ends no later one, but says which card is in', async () => {
    const { seen } = stage();
    const { mother, lender } = pagePeople;
    const reader = await stage().reader();
    await reader.signIn(mother);
    const tab = await reader.context.newPage();
    await tab.goto('/help');
    await reader.press('ログアウト');
    await reader.signIn(lender);
    await tab.getByRole('button', { name: 'ログアウト' }).click();
    await tab.waitForURL('**/sign-out');
    await reader.goTo('/sign-out');
    expect(await reader.mainText()).toContain(`下4桁 ${lender.cardNumber.slice(-4)} です。`);
    await seen.look(reader, 'sign-out');
    await reader.pressIn(reader.formTo('/sign-out'));
    expect(await reader.mainText()).toContain('ログアウトしました');
  });

  test('whoever asks for it keeps a history, and can forget it again', async () => {
    const { seen, scene, library } = stage();
    const { mother } = pagePeople;
    const reader = await stage().reader();
    await reader.signIn(mother);
    await reader.goTo('/privacy');
    await seen.look(reader, 'privacy');
    await reader.goTo('/history');
    await seen.look(reader, 'history-not-kept');
    await reader.goTo('/privacy');
    await reader.page.locator('input[name=keepHistory]').check();
    await reader.pressIn(reader.formTo('/privacy'));
    await seen.look(reader, 'privacy-saved');

    const cast = await patient(library.castFor(mother));
    const [book] = scene.take();
    if (!book) throw new Error('There is no book');
    const barcode = await cast.patron.barcodeOf(book.recordId);
    granted(await library.desks.prefectural.lend(mother.cardNumber, barcode));
    const loan = await Journey.found(cast, book, barcode);
    await loan.processReturn();
    await loan.closed();
    await eventually('the book in the history', async () => {
      await reader.goTo('/history');
      return (await reader.mainText()).includes(book.title);
    });
    await seen.look(reader, 'history');
    await reader.goTo('/privacy');
    await reader.page.locator('input[name=keepHistory]').uncheck();
    await reader.pressIn(reader.formTo('/privacy'));
    await seen.look(reader, 'privacy-stop');
    await reader.goTo('/history/forget');
    await seen.look(reader, 'history-forget');
    await reader.pressIn(reader.formTo('/history/forget'));
    expect(await reader.mainText()).not.toContain(book.title);
  });

  test('a card can be applied for by mail, on a sheet to print', async () => {
    const reader = await stage().reader();
    await reader.goTo('/card-application/form');
    await stage().seen.look(reader, 'card-application-form');
  });

  test('the switch of language stays on the page, and can be switched back', async () => {
    const reader = await stage().reader();
    await reader.goTo('/search?q=の');
    await reader.follow('English');
    expect([reader.path, await reader.page.locator('html').getAttribute('lang')]).toEqual([
      `/search?q=${encodeURIComponent('の')}`,
      'en',
    ]);
    await reader.follow('日本語');
    expect(await reader.page.locator('html').getAttribute('lang')).toBe('ja');
  });

  async function choosePassword(reader: Reader, password: string): Promise<void> {
    for (const field of await reader.page.locator('input[type=password]').all()) await field.fill(password);
    await reader.press('このパスワードに決める');
  }

  async function changePassword(
    reader: Reader,
    { current, password }: { current: string; password: string },
  ): Promise<void> {
    await reader.page.locator('input[name=current]').fill(current);
    await reader.page.locator('input[name=password]').fill(password);
    await reader.page.locator('input[name=again]').fill(password);
    await reader.press('このパスワードに決める');
  }

  async function remember(reader: Reader, nickname: string): Promise<void> {
    await reader.page.locator('input[name=nickname]').fill(nickname);
    await reader.pressIn(reader.formTo('/family/remember'));
  }

  async function askForReset(reader: Reader, person: typeof pagePeople.forgetful): Promise<void> {
    const form = reader.formTo('/password/forgotten');
    await form.locator('[name=cardNumber]').fill(person.cardNumber);
    await form.locator('[name=birthDate]').fill(person.birthDate);
    await reader.pressIn(form);
  }
}
