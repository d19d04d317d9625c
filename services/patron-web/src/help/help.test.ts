import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPolicy } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';
import { Visitor } from '@toshobin/web/testing';
import { signedIn } from '../testing/signed-in.ts';
import { startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { footerIn } from './footer.ts';
import { siteMap } from './site-map.page.tsx';

const pages = [
  '/help',
  '/help/faq',
  '/help/libraries',
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
    const policy = { ...defaultPolicy, reservationLimit: 12, loanPeriod: 'P28D', holdPeriod: 'P5D' };
    const { inForce } = web.deps.policy;
    web.deps.policy.inForce = async () => policy;
    const { text } = await reader().get('/help');
    web.deps.policy.inForce = inForce;
    expect(text).toContain('予約　お一人12点まで');
    expect(text).toContain('貸出期間は4週間です。');
    expect(text).toContain('メールを送った日から5日間');
    expect(text).toContain('いつでもご利用いただけます。');
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
  expect(plain.headers.get('cache-control')).toBe('public, max-age=300');
  expect(plain.headers.get('etag')).toMatch(/^(W\/)?"/);
  expect(page.headers.get('content-encoding')).toBe('gzip');
});
