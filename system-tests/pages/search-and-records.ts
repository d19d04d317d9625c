import { expect, test } from '@jest/globals';
import type { RecordHit } from '@toshobin/contracts';
import { pagePeople } from '../src/page-people.ts';
import type { PageStage } from '../src/page-stage.ts';

/** What anybody finds without signing in. */
export function searchAndRecords(stage: () => PageStage): void {
  test('a search, its results, the next page, and what is said when nothing is found', async () => {
    const { seen } = stage();
    const reader = await stage().reader();
    await reader.goTo('/');
    await seen.look(reader, 'top');
    await reader.page.getByRole('searchbox').first().fill('の');
    await reader.press('検索する');
    await seen.look(reader, 'results');
    await reader.goTo('/search?q=の&page=2');
    expect(await reader.mainText()).not.toContain('見つかりません');
    await seen.glance(reader, 'results-page-2');
    await reader.goTo('/search?q=そんな本はどこにもない');
    await seen.look(reader, 'results-empty');
    const { title } = stage().scene.withoutCopy;
    await reader.goTo(`/search?${new URLSearchParams({ q: title, kind: 'magazineIssue' })}`);
    const nothing = await reader.mainText();
    for (const words of ['ほかの図書館で探す', '近い資料', title]) expect(nothing).toContain(words);
    await seen.look(reader, 'results-empty-near');
    await reader.goTo('/search?q=黒木舜平');
    expect(await reader.mainText()).toContain('太宰 治');
    await seen.look(reader, 'results-other-name');
    await reader.goTo('/search/advanced');
    await seen.look(reader, 'advanced');
    await reader.goTo('/search/advanced?go=1');
    await seen.look(reader, 'advanced-refused');
  });

  test('the classes lead down to titles, and what is new is a page and a feed', async () => {
    const { seen } = stage();
    const reader = await stage().reader();
    await reader.goTo('/browse');
    await seen.look(reader, 'browse');
    await reader.goTo('/browse/9');
    await seen.look(reader, 'browse-class');
    await reader.goTo('/new-arrivals');
    await seen.look(reader, 'new-arrivals');
    await reader.goTo('/magazines');
    await seen.look(reader, 'magazines');
    await reader.follow('週刊ひのくにタイムズ');
    await seen.look(reader, 'magazine-issues');
    const feed = await fetch(`${stage().url}/new-arrivals.rss`);
    expect(feed.headers.get('content-type')).toContain('application/rss+xml');
    expect((await feed.text()).match(/<item>/g)?.length).toBeGreaterThan(0);
  });

  test('a record says whether it can be reserved, and why not', async () => {
    const { seen, scene } = stage();
    const reader = await stage().reader();
    const shown: [string, RecordHit][] = [
      ['record', first(scene.take())],
      ['record-in-person', await ofLending('inPersonOnly')],
      ['record-audiovisual', await ofLending('audiovisual')],
      ['record-reference-only', await ofLending('referenceOnly')],
      ['record-without-copy', scene.withoutCopy],
    ];
    for (const [name, { recordId, title }] of shown) {
      await reader.goTo(`/records/${recordId}`);
      expect(await reader.heading()).toContain(title);
      const button = await reader.page.getByRole('button', { name: '予約かごに入れる' }).count();
      expect([name, button > 0]).toEqual([name, name === 'record']);
      await seen.look(reader, name);
    }
  });

  test('a title is kept for later with one press, goes into the basket with another, and is taken off', async () => {
    const { seen, scene } = stage();
    const record = first(scene.take());
    const reader = await stage().reader();
    await reader.signIn(pagePeople.later);
    await reader.goTo(`/records/${record.recordId}`);
    await reader.press('あとで読む');
    expect(await reader.mainText()).toContain('あとで読むに入っています');
    await reader.goTo('/later');
    expect(await reader.mainText()).toContain(record.title);
    await seen.look(reader, 'later');
    await reader.press('予約かごに入れる');
    expect(await reader.mainText()).toContain('予約かごに入れました');
    await reader.press('一覧から消す');
    expect(await reader.mainText()).toContain('まだ何も入っていません');
    await seen.glance(reader, 'later-empty');
  });

  test('a record can be cited: a permanent address, schema.org, RIS and BibTeX', async () => {
    const reader = await stage().reader();
    const [record] = stage().scene.take();
    if (!record) throw new Error('There is no book');
    await reader.goTo(`/records/${record.recordId}`);
    const linked = await reader.page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(linked ?? '')).toMatchObject({ '@context': 'https://schema.org', name: record.title });
    const canonical = await reader.page.locator('link[rel=canonical]').getAttribute('href');
    expect(canonical).toBe(`${stage().url}/records/${record.number}`);
    for (const [ending, begins] of [
      ['ris', /^TY {2}- /],
      ['bib', /^@\w+\{/],
    ] as const) {
      const cited = await fetch(`${canonical}.${ending}`);
      const text = await cited.text();
      expect([ending, cited.status, text]).toEqual([ending, 200, expect.stringMatching(begins)]);
      expect(text).toContain(record.title);
    }
  });

  async function ofLending(lending: RecordHit['lending']): Promise<RecordHit> {
    const patron = await stage().library.signIn(pagePeople.reader);
    for (const q of ['週刊', '朗読CD', '総覧']) {
      const { records } = await patron.search(q, 1, 'false');
      const found = records.find((record) => record.lending === lending);
      if (found) return found;
    }
    throw new Error(`No title that is ${lending} was found`);
  }
}

function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('There is none');
  return one;
}
