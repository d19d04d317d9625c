import type { catalogApi } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { Crumbs } from '../pages/crumbs.tsx';
import { Dated } from '../pages/dated.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Pager } from '../pages/pager.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { HitRow } from '../search/hit-row.tsx';
import type { Own } from '../search/own-titles.ts';

type Arrivals = z.output<typeof catalogApi.newArrivals.answer>;

/** What was added last, each with the day. */
export function NewArrivalsPage(props: { frame: Frame; arrivals: Arrivals; own: Own; publicUrl: string }) {
  const { frame, arrivals, own, publicUrl } = props;
  const { say } = frame;
  const title = say('新着資料', 'New arrivals');
  const path = (page: number) => (page > 1 ? `/new-arrivals?page=${page}` : '/new-arrivals');
  const last = Math.min(50, Math.ceil(arrivals.total / arrivals.pageSize));
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/"
      head={<SearchHead publicUrl={publicUrl} path={path(arrivals.page)} indexed={arrivals.page === 1} />}
    >
      <Crumbs frame={frame} under="search" here={title} />
      <div class="stack">
        <div class="cluster cluster--apart">
          <h1>{title}</h1>
          <a class="tap" href="/new-arrivals.rss" type="application/rss+xml">
            {say('RSSで受け取る', 'As an RSS feed')}
          </a>
        </div>
        {arrivals.records.length === 0 ? (
          <p>{say('ここに出す資料はありません。', 'There is nothing to show here.')}</p>
        ) : (
          <ol class="items" start={(arrivals.page - 1) * arrivals.pageSize + 1}>
            {arrivals.records.map((record) => (
              <HitRow
                key={record.recordId}
                record={record}
                frame={frame}
                own={own}
                back={path(arrivals.page)}
              >
                <p class="item-sub">
                  <Dated date={dayOf(record.addedAt)} language={frame.front.language} />
                  {say(' に追加', ' added')}
                </p>
              </HitRow>
            ))}
          </ol>
        )}
        <Pager
          frame={frame}
          label={say('新着資料のページ', 'Pages of new arrivals')}
          page={arrivals.page}
          last={last}
          href={path}
        />
      </div>
    </PatronPage>
  );
}
