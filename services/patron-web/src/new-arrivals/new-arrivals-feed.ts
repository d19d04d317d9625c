import type { RecordSummary } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { element, xmlDocument } from '../pages/xml.ts';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';

type Arrival = RecordSummary & { addedAt: Instant };

/** The feed of new arrivals as RSS 2.0: a title an item, the latest first, dated by when it was added. */
export function newArrivalsFeed(
  setting: { publicUrl: string; libraryName: string },
  arrivals: readonly Arrival[],
): string {
  const { publicUrl, libraryName } = setting;
  const address = (path: string) => new URL(path, publicUrl).href;
  const [latest] = arrivals;
  return xmlDocument(
    element(
      'rss',
      {
        version: '2.0',
        'xmlns:atom': 'http://www.w3.org/2005/Atom',
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      },
      element(
        'channel',
        {},
        element('title', {}, `新着資料｜${libraryName}`),
        element('link', {}, address('/new-arrivals')),
        element('description', {}, `${libraryName}の蔵書に新しく加わった資料`),
        element('language', {}, 'ja'),
        ...(latest === undefined ? [] : [element('lastBuildDate', {}, dateOfMail(latest.addedAt))]),
        element('ttl', {}, '60'),
        element('atom:link', {
          href: address('/new-arrivals.rss'),
          rel: 'self',
          type: 'application/rss+xml',
        }),
        ...arrivals.map((arrival) => item(arrival, address(recordPath(arrival)))),
      ),
    ),
  );
}

function item(arrival: Arrival, link: string) {
  const { author, publisher, year, addedAt } = arrival;
  const described = [author, publisher, year === null ? null : `${year}年`].filter(Boolean).join('　');
  return element(
    'item',
    {},
    element('title', {}, titleOf(arrival)),
    element('link', {}, link),
    element('guid', { isPermaLink: 'true' }, link),
    element('pubDate', {}, dateOfMail(addedAt)),
    // RSS's own author is a mail address.
    ...(author === null ? [] : [element('dc:creator', {}, author)]),
    ...(described === '' ? [] : [element('description', {}, described)]),
  );
}

/** As RSS wants it: RFC 822 with a year of four digits. */
function dateOfMail(at: Instant): string {
  return new Date(at).toUTCString();
}
