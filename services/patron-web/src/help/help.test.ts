import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type ClosingRules, calendarDate, calendarOf, defaultPolicy } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';
import { Visitor } from '@toshobin/web/testing';
import { footerIn } from '../pages/footer.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { siteMap } from './site-map.page.tsx';

const pages = [
  '/help',
  '/help/faq',
  '/help/libraries',
  '/help/libraries/uki',
  '/help/privacy',
  '/help/site-map',
  '/accessibility',
] as const;
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

function reader(language: 'ja' | 'en' = 'ja'): Visitor {
  const visitor = new Visitor(web.service.url);
  if (language === 'en') visitor.cookie = 'language=en';
  return visitor;
}

describe('the help', () => {
  test.each(pages)('%s is there in both languages, with one main heading', async (path) => {
    for (const language of ['ja', 'en'] as const) {
      const got = await reader(language).get(path);
      expect([got.status, got.text.match(/<h1/g)?.length]).toEqual([200, 1]);
      expect(got.text).toContain(`<html lang="${language}">`);
      if (language === 'en') expect(got.text).not.toContain('〜');
    }
  });

  test('every page has the same links at its foot, and each of them is a page', async () => {
    const hanako = await signedIn(web);
    for (const { href } of footerIn('ja'))
      expect([href, (await hanako.get(href)).status]).toEqual([href, 200]);
    const hrefs = footerIn('ja').map(({ href }) => href);
    for (const path of ['/', '/basket', '/my-library', '/sign-in', '/nowhere', ...pages]) {
      const { text } = await hanako.get(path);
      const foot = text.slice(text.indexOf('<footer'));
      const links = [...foot.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href);
      expect([path, links]).toEqual([path, hrefs]);
    }
  });

  test('the site map leads to pages that are there', async () => {
    const hanako = await signedIn(web);
    for (const { href } of siteMap({ say: sayIn('ja') }).flatMap((group) => group.links)) {
      expect([href, (await hanako.get(href)).status]).toEqual([href, 200]);
    }
  });

  test('says the numbers of the rules in force, and closes with what the setting says', async () => {
    const policy = {
      ...defaultPolicy,
      reservationLimit: 12,
      loanPeriod: 'P28D',
      holdPeriod: 'P5D',
      expiredCardsKeptMonths: 18,
    };
    const { inForce } = web.deps.policy;
    web.deps.policy.inForce = async () => policy;
    const { text } = await reader().get('/help');
    const privacy = await reader().get('/help/privacy');
    web.deps.policy.inForce = inForce;
    expect(privacy.text).toContain('更新のないまま1年6か月たつと、お預かりしたものをすべて消します。');
    expect((await reader().get('/help/privacy')).text).not.toContain('更新のないまま');
    expect(text).toContain('予約　お一人12点まで');
    expect(text).toContain('貸出期間は4週間です。');
    expect(text).toContain('メールを送った日から5日間');
    expect(text).toContain('いつでもご利用いただけます。');
  });

  test('a library has a page: when it is open, which days it is closed, where it is and what of ours it holds', async () => {
    const rows = [
      { ...row(randomUUID(), 'ready'), holdUntil: calendarDate('2026-12-08'), due: null },
      {
        ...row(randomUUID(), 'ready'),
        holdUntil: calendarDate('2026-12-09'),
        pickupLibrary: PREFECTURAL_LIBRARY,
      },
    ];
    const own = await startPatronWeb({ now: () => new Date('2026-11-27T15:30:00+09:00') });
    own.world.calendar = { closedWeekdays: [1], closedDates: [], closures: [] };
    own.world.rows = rows;
    const stranger = (await new Visitor(own.service.url).get('/help/libraries/uto')).text;
    expect(stranger).toMatch(/2026年11月27日（金）<\/time>は、午後6時まで開いています/);
    expect(stranger).toMatch(/<th scope="row">土・日・祝日<\/th><td>午前9時30分〜午後5時<\/td>/);
    expect(stranger).toContain('href="https://maps.gsi.go.jp/#16/32.69/130.66/"');
    expect(stranger.match(/class="is-off"/g)).toHaveLength(5 + 4);
    expect(stranger).not.toContain('is-hold');
    const hanako = await signedIn(own);
    const held = (await hanako.get('/help/libraries/uto')).text;
    expect(held).toMatch(/<td class="is-hold">8<small>期限<\/small>/);
    expect(held.match(/is-hold/g)).toHaveLength(1);
    expect((await hanako.get('/my-library')).text).toContain('href="/help/libraries/uto"');
    expect((await hanako.get('/help/libraries/uki')).text).toContain('2階のカウンターでお渡しします。');
    expect((await hanako.get('/help/libraries/nowhere')).status).toBe(404);
    await own.stop();
  });

  test('a library’s page and the list of them say on which days it closes again and again', async () => {
    const own = await startPatronWeb({ now: () => new Date('2027-04-26T15:30:00+09:00') });
    const holidays = ['2027-04-29', '2027-05-03', '2027-05-04', '2027-05-05'].map(calendarDate);
    const rules: ClosingRules = {
      ...{ closedOnHolidays: false, weeklyOnHoliday: 'nextDay' },
      ...{ monthlyDays: ['last'], monthlyOtherwise: 'dayBefore', yearlyDays: ['12-28/01-04'] },
    };
    own.world.calendar = calendarOf({ ...rules, closedWeekdays: [1] }, [], { years: [2027, 2028], holidays });
    const said =
      '月曜日（祝日の場合は次の平日）・毎月末日（土・日・祝日・休館日の場合は前の平日）・12月28日～1月4日';
    const page = (await new Visitor(own.service.url).get('/help/libraries/uto')).text;
    const closedOn = (text: string) =>
      [...(/id="closed-on".*?<\/ul>/s.exec(text)?.[0] ?? '').matchAll(/<li>(.*?)<\/li>/g)].map(
        ([, days]) => days,
      );
    expect(closedOn(page).join('・')).toBe(`毎週${said}`);
    expect(closedOn(page)).toHaveLength(3);
    const closed = [...page.matchAll(/<td class="is-off">(\d+)<small>休館/g)].map(([, day]) => Number(day));
    // April with its last day, a Friday; May, whose first Monday makes way to the 6th, and whose last day to the 28th.
    expect(closed).toEqual([5, 12, 19, 26, 30, 6, 10, 17, 24, 28, 31]);
    expect((await new Visitor(own.service.url).get('/help/libraries')).text).toContain(`休館日：${said}　`);
    own.world.calendar = {
      closedWeekdays: [],
      closedDates: [],
      closures: [],
      rules: { ...rules, monthlyOtherwise: 'closed' },
    };
    const monthly = (await new Visitor(own.service.url).get('/help/libraries/uto')).text;
    expect(closedOn(monthly)).toEqual(['毎月末日', '12月28日～1月4日']);
    await own.stop();
  });

  test('is there while the catalog and shipping are away', async () => {
    for (const path of ['/help', '/help/faq', '/accessibility', '/help/privacy']) {
      expect((await reader().get(path)).status).toBe(200);
    }
  });

  test('names whose design it is made after', async () => {
    const { text } = await reader().get('/accessibility');
    expect(text).toContain('出典：デジタル庁デザインシステムウェブサイト（加工して作成）');
  });
});

test('a service that is away leaves a page that says what still works, and where to call', async () => {
  web.world.catalog = 'away';
  const page = await reader().get('/records/1');
  web.world.catalog = 'answers';
  expect(page.status).toBe(503);
  const main = page.text.slice(page.text.indexOf('<main'), page.text.indexOf('</main>'));
  expect(main).toContain('今もお使いになれます');
  expect(main).toContain('href="/my-library"');
  expect(main).not.toContain('href="/basket"');
  expect(main).toMatch(/<span class="digits">[0-9A-F]{4}-[0-9A-F]{4}<\/span>/);
});

test('the style sheet may be kept for a year under its version, and is asked about without it', async () => {
  const page = await reader().get('/help');
  const href = /rel="stylesheet" href="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const versioned = await reader().get(href);
  expect(versioned.headers.get('cache-control')).toContain('immutable');
  const plain = await reader().get('/style/base.css');
  expect(plain.headers.get('cache-control')).toBe('no-cache');
  expect(plain.headers.get('etag')).toMatch(/^(W\/)?"/);
  expect(page.headers.get('content-encoding')).toBe('gzip');
});

test('a page that everybody sees may be kept for a minute; one with a form, or with somebody in it, nowhere', async () => {
  for (const path of ['/', '/help/libraries', '/help/libraries/uto', '/browse', '/magazines']) {
    const got = await new Visitor(web.service.url).get(path);
    expect([path, got.headers.get('cache-control')]).toEqual([path, 'public, max-age=60']);
    expect(got.headers.get('set-cookie')).toBeNull();
    expect(got.headers.get('vary')).toContain('Cookie');
    const again = await new Visitor(web.service.url).get(path);
    expect(again.headers.get('etag')).toMatch(/^W\/"/);
    expect(again.headers.get('etag')).toBe(got.headers.get('etag'));
  }
  const hanako = await signedIn(web);
  for (const got of [
    await new Visitor(web.service.url).get('/sign-in'),
    await new Visitor(web.service.url).get('/records/1'),
    await new Visitor(web.service.url).get('/help/libraries/nowhere'),
    await hanako.get('/'),
    await hanako.get('/help/libraries/uto'),
  ])
    expect(got.headers.get('cache-control')).toBe('no-store');
});
