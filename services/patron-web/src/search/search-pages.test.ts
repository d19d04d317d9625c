import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Visitor } from '@toshobin/web/testing';
import {
  ALSO_A_CLASS,
  AUTHOR,
  CLASS_NAME,
  HEADING,
  IN_KANJI,
  MISTYPED,
  NOTHING,
  OTHER_NAME,
  PLENTY,
  SOUNDS_LIKE,
  UNPRINTED,
} from '../testing/fake-catalog.ts';
import { signedIn } from '../testing/signed-in.ts';
import { row, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { wordsOf } from '../testing/words-of.ts';

const PUBLIC_URL = 'http://127.0.0.1:4000';
let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());
beforeEach(() => {
  web.world.catalog = 'answers';
  web.world.rows = [];
});

const nobody = () => new Visitor(web.service.url);
const see = async (path: string) => (await nobody().get(path)).text;
const search = (fields: Record<string, string>) => `/search?${new URLSearchParams(fields)}`;
const english = async (path: string) =>
  (await nobody().send('GET', path, { headers: { cookie: 'language=en' } })).text;

describe('the first page', () => {
  test('has the search, how it works, new arrivals, the classes, and what can’t be used now', async () => {
    const page = await see('/');
    for (const words of [
      'お近くの図書館で',
      'など4館で受け取れます。送料は無料です。',
      'ご利用の流れ',
      '予約できる新着資料',
      '次の発送は',
      '宇城地域',
      '熊本市の図書館では受け取れません',
      'href="/browse/9"',
      '美里町図書館',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('受取可能の資料が');
    expect(page).toContain(`<link rel="canonical" href="${PUBLIC_URL}/"`);
    expect(page).toContain(`<meta property="og:image" content="${PUBLIC_URL}/preview.png"`);
    expect(page).toMatch(
      /<span class="cover c9 p1" aria-hidden="true"><span class="cover-slip is-m" lang="ja">坊っちゃん</,
    );
    expect(page).toContain('type="application/opensearchdescription+xml"');
    expect(page).toContain('<link rel="alternate" type="application/rss+xml"');
  });

  test('tells whoever has just signed out so, before anything else', async () => {
    const main = (await see('/?done=signedOut')).split('<main')[1] ?? '';
    expect(main.indexOf('ログアウトしました')).toBeGreaterThan(0);
    expect(main.indexOf('ログアウトしました')).toBeLessThan(main.indexOf('<h1'));
  });

  test('tells whoever is signed in what is ready for pickup', async () => {
    const hanako = await signedIn(web);
    web.world.rows = [row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'ready')];
    expect((await hanako.get('/')).text).toContain('受取可能の資料が1点あります');
  });

  test('stands without the catalog', async () => {
    web.world.catalog = 'away';
    const got = await nobody().get('/');
    expect([got.status, got.text]).toEqual([200, expect.not.stringContaining('新着資料をすべて見る')]);
  });
});

describe('results', () => {
  test('have one address: what a form sends empty, repeats or makes up is not kept', async () => {
    const sent = await nobody().get('/search?q=漱石&title=&kind=book&kind=x&order=match&page=1&utm_source=x');
    expect([sent.status, sent.location]).toEqual([303, search({ q: '漱石', kind: 'book' })]);
    const page = await see(search({ q: '漱石', kind: 'book' }));
    expect(page).toContain(`${PUBLIC_URL}/search?q=%E6%BC%B1%E7%9F%B3&amp;kind=book`);
  });

  test('may be listed by a search engine when they are one plain search and its first page', async () => {
    const noindex = '<meta name="robots" content="noindex, follow"';
    const plain = await see(search({ q: '漱石' }));
    expect(plain).not.toContain(noindex);
    expect(plain).toContain(`<link rel="canonical" href="${PUBLIC_URL}/search?q=%E6%BC%B1%E7%9F%B3"`);
    expect(plain).toMatch(/<meta name="description" content="「漱石」の検索結果、[0-9]+件。[^"]*送料は無料/);
    const about = await see(search({ subject: '園芸' }));
    expect(about).not.toContain(noindex);
    expect(about).toContain('<title>主題「園芸」の検索結果｜');
    for (const fields of [
      { q: '漱石', kind: 'book' },
      { q: '漱石', order: 'newest' },
      { q: '漱石', subject: '園芸' },
      { q: PLENTY, page: '2' },
      { author: '漱石' },
      { ndc: '913' },
      { q: NOTHING },
      { q: MISTYPED },
      { q: OTHER_NAME },
    ])
      expect([fields, (await see(search(fields))).includes(noindex)]).toEqual([fields, true]);
  });

  test('keep what the basket’s button says of itself, outside their address', async () => {
    const got = await nobody().get(`${search({ q: '漱石' })}&added=1`);
    expect(got.status).toBe(200);
    expect(got.text).not.toContain('added=1"');
  });

  test('show each title with its state and its button, or the reason in the button’s place', async () => {
    const page = await see(search({ q: '漱石' }));
    expect(page).toContain('href="/records/T000000001"');
    expect(page.match(/action="\/basket\/add"/g)).toHaveLength(2);
    expect(page).toMatch(/data-refusal="IN_PERSON_ONLY"[^>]*>来館貸出可の資料です。/);
    expect(page).toContain('&lt;script>alert(1)&lt;/script>');
    expect(page).not.toContain('<script>alert');
  });

  test('show whoever is signed in what they have already (R16)', async () => {
    const hanako = await signedIn(web);
    web.world.rows = [row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'queued')];
    const page = (await hanako.get(search({ q: '漱石' }))).text;
    expect(page).toContain('data-refusal="ALREADY_RESERVED"');
    web.world.rows = [row('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001', 'overdue')];
    expect((await hanako.get(search({ q: '漱石' }))).text).toContain('data-refusal="ALREADY_ON_LOAN"');
  });

  test('can be narrowed down, and each condition taken off alone', async () => {
    const page = await see(search({ q: '漱石', from: '1980', to: '1999', reservableOnly: 'true' }));
    // Whoever goes by keys is past all of it with one; headings of hits alone are of the second level.
    expect(page).toMatch(/<a class="skip-in" href="#list">[^<]+<\/a><h2 class="h3">選んだ条件/);
    expect(page).toContain('id="list"');
    expect(page.match(/<h2/g)).toHaveLength(2 + 3);
    expect(page).toContain('2件の条件'.slice(1));
    expect(page).toMatch(/href="\/search\?q=[^"]*&amp;from=1980&amp;to=1989&amp;reservableOnly=true"/);
    expect(page).toMatch(/href="\/search\?q=[^"]*&amp;reservableOnly=true"[^>]*><span><span[^>]*>出版年：/);
    expect(page).toContain('9 文学');
    expect(page).not.toMatch(/予約できます<span class="num">/);
  });

  test('name the conditions that were chosen where all ways to narrow down are folded, each with the way to take it off', async () => {
    const page = await see(search({ q: '漱石', kind: 'book', onShelfOnly: 'true' }));
    const unfolded = page.replaceAll(/<details.*?<\/details>/gs, '');
    for (const [chosen, without] of [
      ['図書', search({ q: '漱石', onShelfOnly: 'true' })],
      ['県立図書館にあります', search({ q: '漱石', kind: 'book' })],
    ] as const) {
      const [, href] =
        new RegExp(`<a class="tag" href="([^"]*)"[^>]*>(?:(?!</a>).)*${chosen}`).exec(unfolded) ?? [];
      expect([chosen, href]).toEqual([chosen, without.replaceAll('&', '&amp;')]);
    }
    expect(page.match(/class="tag"/g)).toHaveLength(2);
  });

  test('say in English of one condition that it is one', async () => {
    const page = async (fields: Record<string, string>) => wordsOf(await english(search(fields)));
    expect(await page({ q: '漱石', kind: 'book' })).toMatch(/Narrow down1 condition\n/);
    expect(await page({ q: '漱石', ndc: '9', kind: 'book' })).toMatch(/Narrow down2 conditions\n/);
  });

  test('lead from class to class below it, by name', async () => {
    const page = await see(search({ q: '漱石', ndc: '9' }));
    expect(page).toMatch(/ndc=91"[^>]*>91 日本文学<span class="num">/);
    expect(await see(search({ q: '漱石', ndc: '913' }))).not.toMatch(/ndc=91"/);
  });

  test('of a subject name the classes that it was read as, and say when there is none', async () => {
    const page = await see(search({ subject: '園芸' }));
    expect(page).toMatch(/<a class="tap" href="\/browse\/62"><span>62 分類62/);
    expect(page).toContain('ほか1分類');
    expect(page).not.toContain('件目');
    expect(page).toMatch(/<span[^>]*>主題：<\/span>園芸/);
    const none = await see(search({ subject: NOTHING }));
    expect(none).toContain(`「${NOTHING}」という分類も件名もありません`);
    expect(await see(search({ subject: NOTHING, kind: 'book' }))).toContain('という分類も件名もありません');
  });

  test('of a subject that is a heading blame no word, where another condition leaves nothing of it', async () => {
    const page = await see(search({ subject: HEADING, kind: 'magazineIssue' }));
    expect(page).toContain('次の探し方なら見つかります');
    expect(page).not.toContain('ほかのことばでお試しください');
  });

  test('can be sorted without losing anything, and walked page by page', async () => {
    const page = await see(search({ q: PLENTY, kind: 'book', order: 'oldest', page: '3' }));
    expect(page).toContain('500件以上');
    expect(page).toContain('<input type="hidden" name="kind" value="book"');
    expect(page).toMatch(/<option value="oldest" selected/);
    expect(page).toMatch(/<span aria-current="page">3<\/span>/);
    expect(page).toMatch(/href="[^"]*order=oldest&amp;page=4"[^>]*>次へ/);
    expect(page).toContain(`<title>「${PLENTY}」の検索結果（3ページ目）｜`);
    expect(page).not.toContain('新しいものから500件を並べています');
    const last = await see(search({ q: PLENTY, order: 'title', page: '25' }));
    expect(last).toContain('新しいものから500件を並べています');
    expect(last).toContain('ここまでの500件をご覧いただけます');
    expect(page).toContain('<ol class="items" start="41">');
    expect(page).toMatch(/500件以上<\/b>　41〜\d+件目/);
  });

  test('that are empty lead on: word by word, without a condition, field by field', async () => {
    const page = await see(search({ q: `${NOTHING} 漱石`, kind: 'book' }));
    expect(page).toContain(`「${NOTHING} 漱石」の資料は見つかりませんでした`);
    expect(page).toContain(`<title>「${NOTHING} 漱石」の検索結果（0件）｜`);
    expect(page).toContain('「漱石」だけで探す');
    expect(page).not.toContain(`「${NOTHING}」だけで探す`);
    expect(page).toContain('/search/advanced?q=');
    expect(page).toContain('href="tel:0960000000"');
    expect(await see(search({ q: 'x', title: NOTHING }))).toContain('件');
  });

  test('that are empty link other catalogues for the same words, and say nothing to them', async () => {
    const words = encodeURIComponent(`${NOTHING} & 漱石`);
    const got = await nobody().get(search({ q: `${NOTHING} & 漱石`, kind: 'book' }));
    for (const address of [
      `https://union.example.jp/?words=${words}`,
      `https://ndlsearch.ndl.go.jp/search?cs=bib&amp;keyword=${words}`,
    ])
      expect(got.text).toContain(`<a href="${address}" rel="noreferrer nofollow">`);
    expect(got.text).not.toMatch(/(?:src|action)="https:/);
    expect(got.headers.get('content-security-policy')).not.toMatch(/ndl|union/);
    const alone = await see(search({ isbn: '9784003101019' }));
    expect(alone).toContain('href="https://union.example.jp/?isbn=9784003101019"');
    expect(alone).toContain('keyword=9784003101019"');
    expect(await see(search({ subject: NOTHING }))).toContain(`?words=${encodeURIComponent(NOTHING)}"`);
  });

  test('that are empty show what is near, with its button', async () => {
    const page = await see(search({ q: `${NOTHING} 漱石` }));
    const near = page.slice(page.indexOf('>近い資料<'));
    expect(near).toMatch(/<h3 class="item-title"><a href="\/records\/T000000001">坊っちゃん/);
    expect(near).toContain('action="/basket/add"');
    expect(await see(search({ q: NOTHING }))).not.toContain('近い資料');
  });

  test('say what was searched for in place of what was typed', async () => {
    const page = await see(search({ q: MISTYPED }));
    expect(page).toMatch(
      /もしかして<\/b>　<a href="\/search\?q=%E8%B5%B0%E3%82%8C[^"]*"[^>]*>走れメロス<\/a>/,
    );
    expect(page).toContain(`「${MISTYPED}」のとおりの資料がないため`);
    expect(page).toContain('href="tel:0960000000"');
    expect(await see(search({ q: '漱石' }))).not.toContain('もしかして');
  });

  test('offer no word that is printed nowhere', async () => {
    const page = await see(search({ q: UNPRINTED }));
    expect(page).not.toContain('もしかして');
    expect(page).toContain(`「${UNPRINTED}」のとおりの資料がないため、1文字ちがうことばで探しました。`);
  });

  test('say where what has the words ends, and the rest is of the class that is called so', async () => {
    const says = '」ということばのある資料は1件です。ほかは、その主題の分類の資料です。';
    expect(await see(search({ q: ALSO_A_CLASS }))).toContain(`「${ALSO_A_CLASS}${says}`);
    expect(await english(search({ q: ALSO_A_CLASS }))).toContain(
      'is in 1 title. The others are in the class of that subject.',
    );
    expect(await see(search({ q: CLASS_NAME }))).not.toContain('ということばのある');
  });

  test('say the words of a field, where only a field was filled in', async () => {
    const page = await see(search({ author: SOUNDS_LIKE }));
    expect(page).toContain(`「${SOUNDS_LIKE}」のとおりの資料がないため、読みで探しました。`);
    expect(page).not.toContain('もしかして');
  });

  test('say which word was looked for as it is read, too', async () => {
    const page = await see(search({ q: IN_KANJI }));
    expect(page).toMatch(/もしかして<\/b>　<a href="[^"]*"[^>]*>夏目漱石 こころ<\/a>/);
    expect(page).toContain('「心」は「こころ」も合わせて探しました。');
    expect(page).not.toContain('のとおりの資料がない');
  });

  test('by another name of an author say which name the catalogue has', async () => {
    const page = await see(search({ q: OTHER_NAME }));
    expect(page).toMatch(/目録での名前<\/b>　<a href="[^"]*"[^>]*>夏目 漱石<\/a>/);
    expect(page).toContain(`「${OTHER_NAME}」は、目録では別の名前になっています。`);
    expect(page).not.toContain('のとおりの資料がない');
  });

  test('of a word that is a subject offer what is about it', async () => {
    const page = await see(search({ q: CLASS_NAME }));
    expect(page).toContain(`href="${search({ subject: CLASS_NAME })}"`);
    expect(page).toContain(`href="${search({ subject: CLASS_NAME, ndc: '913' }).replace('&', '&amp;')}"`);
    expect(page).toMatch(/主題「小説」<\/span><small class="num">128件</);
    expect(page).toMatch(/913 日本文学／小説・物語<\/span><small class="num">300件以上</);
    // What is known to be empty is no offer.
    expect(page).not.toContain('その他の諸文学');
    expect(await see(search({ subject: CLASS_NAME }))).not.toContain('class="offers"');
  });

  test('of a name offer the works, and what others have written about them, with how many there are', async () => {
    const page = await see(search({ q: AUTHOR, order: 'newest' }));
    const to = (fields: Record<string, string>) =>
      `href="${search({ ...fields, order: 'newest' }).replaceAll('&', '&amp;')}"`;
    expect(page).toMatch(/の作品<\/span><small class="num">98件</);
    expect(page).toContain(to({ author: '夏目 漱石' }));
    expect(page).toContain(to({ about: '夏目 漱石' }));
    expect(page).toMatch(/について<\/span><small class="num">17件</);
    const about = await see(search({ about: '夏目 漱石' }));
    expect(about).toContain('「夏目 漱石」についての資料');
    expect(about).toMatch(/<span[^>]*>だれについて：<\/span>夏目 漱石/);
    expect(about).toContain('href="/search/advanced?about=');
  });

  test('nothing typed is answered by the form, which says what is missing', async () => {
    expect((await nobody().get('/search')).location).toBe('/search/advanced');
    const sent = await nobody().get('/search?q=+&onShelfOnly=true');
    expect(sent.location).toBe('/search/advanced?go=1&onShelfOnly=true');
    const form = await nobody().get(sent.location ?? '');
    expect([form.status, form.text]).toEqual([422, expect.stringContaining('どれかを入れてください')]);
  });

  test('are a page whatever is in the address', async () => {
    const nonsense = ['\0', '\u{ffff}', '%', '"><script>', "' OR 1=1", '🦉'.repeat(400), ' ', '９９９９'];
    for (const name of [
      'q',
      'title',
      'author',
      'subject',
      'ndc',
      'isbn',
      'from',
      'to',
      'kind',
      'order',
      'page',
    ]) {
      for (const value of nonsense) {
        const got = await nobody().get(`/search?q=x&${name}=${encodeURIComponent(value)}`);
        expect([name, value, [200, 303].includes(got.status)]).toEqual([name, value, true]);
        expect(got.text).not.toContain('"><script>');
      }
    }
    for (const raw of ['/search?q[]=a&q[b]=c', '/search?q=%E3%81', '/search?%00=%00', '/search?q=x&page=1e9'])
      expect([200, 303]).toContain((await nobody().get(raw)).status);
  });
});

describe('the advanced search', () => {
  test('says at the field what is to be mended, and loses nothing', async () => {
    const typed = new URLSearchParams({
      go: '1',
      title: '草枕 "<b>',
      ndc: '文学',
      from: '1990',
      to: '1980',
      kind: 'book',
    });
    const got = await nobody().get(`/search/advanced?${typed}`);
    expect(got.status).toBe(422);
    expect(got.text).toContain('href="#ndc"');
    expect(got.text).toMatch(/id="ndc"[^>]*value="文学"[^>]*aria-invalid="true"/);
    expect(got.text).toContain('終わりの年が、始めの年より前になっています');
    expect(got.text).toContain('value="草枕 &quot;&lt;b>"');
    expect(got.text).toMatch(/<option value="book" selected/);
  });

  test('leads to the results, and comes back filled in', async () => {
    const sent = new URLSearchParams({
      go: '1',
      q: '',
      author: '漱石',
      isbn: '4-00-310101-4',
      reservableOnly: 'true',
    });
    const got = await nobody().get(`/search/advanced?${sent}`);
    expect(got.location).toBe(search({ author: '漱石', isbn: '4003101014', reservableOnly: 'true' }));
    const back = await see(
      `/search/advanced?${new URLSearchParams({ author: '漱石', reservableOnly: 'true' })}`,
    );
    expect(back).toMatch(/id="author"[^>]*value="漱石"/);
    expect(back).toMatch(/name="reservableOnly"[^>]*checked/);
    expect(back).not.toContain('aria-invalid');
  });
});

describe('classes and new arrivals', () => {
  test('classes lead down to titles, with the way back up', async () => {
    expect(await see('/browse')).toContain('href="/browse/3"');
    const page = await see('/browse/91');
    for (const words of ['href="/browse/9"', '日本文学', 'href="/browse/913"', '1,234件', '細かい分類'])
      expect(page).toContain(words);
    const section = await see('/browse/913?page=x');
    expect(section).toContain('小説・物語');
    expect(section).not.toContain('細かい分類');
    for (const path of ['/browse/9134', '/browse/abc', '/browse/%00'])
      expect([path, (await nobody().get(path)).status]).toEqual([path, 404]);
  });

  test('new arrivals show the day in Tokyo, page by page, and as a feed', async () => {
    const page = await see('/new-arrivals');
    expect(page).toContain('<time dateTime="2026-11-24">'.toLowerCase());
    expect(page).toContain('href="/new-arrivals?page=2"');
    expect(await see('/new-arrivals?page=9')).toContain('ここに出す資料はありません');
    const feed = await nobody().get('/new-arrivals.rss');
    expect(feed.headers.get('content-type')).toMatch(/^application\/rss\+xml/);
    expect(feed.headers.get('set-cookie')).toBeNull();
    expect(feed.text).toContain(`<guid isPermaLink="true">${PUBLIC_URL}/records/T000000001</guid>`);
    expect(feed.text).toContain('&lt;script&gt;');
  });
});

test('robots may walk titles, classes and plain searches, and no other', async () => {
  const got = await nobody().get('/robots.txt');
  expect(got.headers.get('content-type')).toMatch(/^text\/plain/);
  // The longest rule that fits is the one that counts.
  for (const rule of [
    'Disallow: /search?',
    'Allow: /search?q=',
    'Disallow: /search?q=*&',
    'Allow: /search?subject=',
    'Disallow: /sign-in',
  ])
    expect(got.text.split('\n')).toContain(rule);
  expect(got.text).not.toContain('/my-library');
  const myLibrary = await nobody().get('/my-library');
  expect([myLibrary.status, myLibrary.location]).toEqual([303, '/sign-in?next=%2Fmy-library']);
  expect(got.text).toContain(`Sitemap: ${PUBLIC_URL}/sitemap.xml`);
  const map = (await nobody().get('/sitemap.xml')).text;
  for (const [, address = ''] of map.matchAll(/<loc>([^<]+)<\/loc>/g))
    expect([address, (await nobody().get(new URL(address).pathname)).status]).toEqual([address, 200]);
  const description = await nobody().get('/opensearch.xml');
  expect(description.headers.get('content-type')).toMatch(/^application\/opensearchdescription\+xml/);
});

test('every page is written in English too, with what stays Japanese marked', async () => {
  const pages = [
    '/',
    search({ q: '漱石', kind: 'book' }),
    search({ q: NOTHING }),
    search({ q: MISTYPED }),
    search({ q: OTHER_NAME }),
    search({ q: IN_KANJI }),
    search({ q: CLASS_NAME }),
    search({ q: AUTHOR }),
    search({ about: '夏目 漱石' }),
    '/search/advanced',
    '/browse',
    '/browse/91',
    '/new-arrivals',
    '/records/T000000004',
  ];
  for (const path of pages) {
    const page = (await english(path)).replace(/<head>.*<\/head>/s, '');
    const unmarked = page
      .replaceAll(/<(\w+)[^>]* lang="ja"[^>]*>.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, '')
      .match(/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]+/gu);
    expect([path, unmarked]).toEqual([path, null]);
  }
});

test('the magazines for visitors lead from the first page, and from one of their own, to their issues, with how they are borrowed', async () => {
  const visitor = new Visitor(web.service.url);
  const issues = '/records/T000000003/volumes';
  const how = /インターネットでは予約できません。.*href="tel:0960000000"/s;
  const top = (await visitor.get('/')).text;
  expect(top).toContain('来館貸出可の雑誌 1誌');
  expect(top).toContain(`href="${issues}"`);
  const page = (await visitor.get('/magazines')).text;
  expect(page).toContain(`href="${issues}"`);
  expect(page).toMatch(how);
  const listed = (await visitor.get(issues)).text;
  expect(listed).toMatch(/号の一覧.*<h1>週刊としょかん<\/h1>/s);
  expect(listed).toMatch(how);
  // Whoever means to come, or to call, reads there whether the issue is in.
  expect(listed).toMatch(/class="vol-state">.*来館貸出可.*県立図書館にあります/s);
});
