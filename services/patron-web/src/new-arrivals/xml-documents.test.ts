import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import type { RecordSummary } from '@toshobin/contracts';
import { instant } from '@toshobin/lending-rules';
import { element, xmlDocument } from '../pages/xml.ts';
import { openSearchDescription } from '../search/open-search.ts';
import { newArrivalsFeed } from './new-arrivals-feed.ts';

const setting = { publicUrl: 'https://library.example', libraryName: '熊本&阿蘇 県立図書館の長い長い名前' };
const arrival: RecordSummary & { addedAt: ReturnType<typeof instant> } = {
  recordId: '1',
  number: 'T000000001',
  title: 'A & B <i>]]></i> "q"\u000b',
  subtitle: null,
  volume: 0,
  author: '夏目 漱石',
  publisher: null,
  year: 1906,
  ndc: null,
  isbns: [],
  kind: 'book',
  lending: 'lendable',
  protectiveCover: false,
  addedAt: instant('2026-11-23T16:00:00Z'),
};

test('texts and attributes are escaped, and what XML can’t hold is left out', () => {
  expect(xmlDocument(element('a', { b: '"<&' }, 'x\0\ud800<\uffff', element('c', {})))).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="&quot;&lt;&amp;">x&lt;<c></c></a>\n',
  );
});

test('the feed is RSS 2.0: channel, then an item a title with its permanent address and day', () => {
  const feed = newArrivalsFeed(setting, [arrival]);
  expect(feed).toContain('<rss version="2.0"');
  for (const part of [
    '<link>https://library.example/new-arrivals</link>',
    '<atom:link href="https://library.example/new-arrivals.rss" rel="self" type="application/rss+xml"></atom:link>',
    '<lastBuildDate>Mon, 23 Nov 2026 16:00:00 GMT</lastBuildDate>',
    '<title>A &amp; B &lt;i&gt;]]&gt;&lt;/i&gt; &quot;q&quot;</title>',
    '<guid isPermaLink="true">https://library.example/records/T000000001</guid>',
    '<pubDate>Mon, 23 Nov 2026 16:00:00 GMT</pubDate>',
    '<dc:creator>夏目 漱石</dc:creator>',
    '<description>夏目 漱石　1906年</description>',
  ])
    expect(feed).toContain(part);
  expect(newArrivalsFeed(setting, [])).not.toContain('<item>');
});

test('browsers are told how to search, in a name of at most 16 characters', () => {
  const description = openSearchDescription(setting);
  expect(description).toContain('<ShortName>熊本&amp;阿蘇 県立図書館の長い長い</ShortName>');
  expect(description).toContain('template="https://library.example/search?q={searchTerms}"');
});

test('a parser of XML reads both documents', () => {
  const read = 'import sys, xml.dom.minidom as m; print(m.parse(sys.stdin).documentElement.tagName)';
  const rootOf = (document: string) =>
    execFileSync('python3', ['-c', read], { input: document, encoding: 'utf8' }).trim();
  expect(rootOf(newArrivalsFeed(setting, [arrival, arrival]))).toBe('rss');
  expect(rootOf(openSearchDescription(setting))).toBe('OpenSearchDescription');
});
