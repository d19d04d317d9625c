import { expect, test } from '@jest/globals';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';
import { phoneWithoutScripts } from '../src/reader.ts';

/** What is said when something is not there, too old, closed or away; and where help is. */
export function helpAndFaults(stage: () => PageStage): void {
  test('an address where nothing is, and a form that was too old', async () => {
    const { seen } = stage();
    const reader = await stage().reader();
    await reader.goTo('/nowhere');
    expect(reader.answer.status).toBe(404);
    await seen.look(reader, 'not-found');
    await reader.goTo('/records/999999999');
    expect(reader.answer.status).toBe(404);
    await seen.glance(reader, 'not-found-record');

    await reader.goTo('/sign-in');
    await reader.tamper('main input[name=_token]', 'old');
    await reader.page.locator('#cardNumber').fill(pagePeople.reader.cardNumber);
    await reader.page.locator('#password').fill('x');
    await reader.pressIn(reader.page.locator('main form').first());
    expect(reader.answer.status).toBe(403);
    await seen.look(reader, 'form-too-old');
  });

  test('at a quarter to five everything rests, and what was typed is offered again (R12)', async () => {
    const { seen } = stage();
    let time = new Date(`${tomorrow()}T04:29:00+09:00`);
    const resting = await stage().sideWeb({
      now: () => time,
      env: { MAINTENANCE_WINDOW: '04:30-05:00' },
    });
    const reader = await stage().reader({}, resting.url);
    const plain = await stage().reader(phoneWithoutScripts, resting.url);
    await plain.goTo('/card-application');
    await plain.page.locator('main [name=name]').fill('夜中の申込み');
    time = new Date(`${tomorrow()}T04:45:00+09:00`);
    for (const path of ['/', '/search?q=の', '/my-library', '/basket']) {
      await reader.goTo(path);
      expect([path, reader.answer.status]).toEqual([path, 503]);
    }
    expect(await reader.heading()).toBe('ただいまメンテナンス中です');
    expect(await reader.mainText()).toContain('午前5時からご利用いただけます。');
    await seen.look(reader, 'maintenance');
    await plain.press('確認へ進む');
    expect(await plain.mainText()).toContain('入力した内容は残っています');
    time = new Date(`${tomorrow()}T05:00:00+09:00`);
    await plain.pressIn(plain.page.locator('main form'));
    expect(await plain.page.locator('main input[name=name]').inputValue()).toBe('夜中の申込み');
  });

  test('with the catalogue away a page says so, and what still works', async () => {
    const { seen } = stage();
    const alone = await stage().sideWeb({ env: { CATALOG_URL: 'http://127.0.0.1:9' } });
    const reader = await stage().reader({}, alone.url);
    await reader.goTo('/search?q=の');
    expect(reader.answer.status).toBe(503);
    await seen.look(reader, 'busy');
    await reader.signIn(pagePeople.reader);
    expect(reader.answer.status).toBe(200);
    await seen.glance(reader, 'my-library-without-catalogue');
  });

  test('a form sent while its service is away is kept, and sent again with one press', async () => {
    const { seen } = stage();
    const { line, web } = await stage().sideWebOverLine();
    const reader = await stage().reader({}, web.url);
    await reader.signIn(pagePeople.reader);
    await reader.goTo('/privacy');
    line.cut();
    await reader.pressIn(reader.formTo('/privacy'));
    expect(reader.answer.status).toBe(503);
    expect(await reader.mainText()).toContain('入力した内容は残っています');
    await seen.look(reader, 'busy-form-kept');
    line.mend();
    await reader.pressIn(reader.page.locator('main form').first());
    expect([reader.path, reader.answer.status]).toEqual(['/privacy?done=saved', 200]);
  });

  test('a form sent after the session had ended is offered again after the sign-in', async () => {
    const { seen } = stage();
    const { late } = pagePeople;
    const reader = await stage().reader();
    await reader.signIn(late);
    await reader.goTo('/card/renewal');
    await reader.context.clearCookies();
    await reader.pressIn(reader.page.locator('main form[action="/card/renewal"]'));
    await seen.glance(reader, 'sign-in-again');
    await reader.page.locator('#cardNumber').fill(late.cardNumber);
    await reader.page.locator('#password').fill(late.password);
    await reader.pressIn(reader.page.locator('main form[action="/sign-in"]'));
    expect(reader.path).toBe('/again');
    await seen.look(reader, 'form-kept');
    await reader.pressIn(reader.page.locator('main form').first());
    expect(reader.path).toBe('/card/renewal/done');
  });

  test('help, questions and answers, libraries, privacy, accessibility and the map of the site', async () => {
    const { seen } = stage();
    const reader = await stage().reader();
    const pages = {
      help: '/help',
      'help-faq': '/help/faq',
      'help-libraries': '/help/libraries',
      'help-library': '/help/libraries/uto',
      'help-privacy': '/help/privacy',
      'help-site-map': '/help/site-map',
      accessibility: '/accessibility',
    };
    for (const [name, path] of Object.entries(pages)) {
      await reader.goTo(path);
      expect([path, reader.answer.status]).toEqual([path, 200]);
      await reader.openFolds();
      await seen.look(reader, name);
    }
    await reader.goTo('/accessibility');
    expect(await reader.mainText()).toContain('デジタル庁デザインシステム');
  });

  function tomorrow(): string {
    return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  }
}
