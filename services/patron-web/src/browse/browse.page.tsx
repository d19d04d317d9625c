import type { catalogApi, SearchAnswer } from '@toshobin/contracts';
import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import { mainClassName } from '../classes/main-classes.ts';
import { Crumbs } from '../pages/crumbs.tsx';
import { Part } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Pager } from '../pages/pager.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { Words } from '../pages/words.tsx';
import { readAsked, searchPath } from '../search/asked.ts';
import { HitRow } from '../search/hit-row.tsx';
import type { Own } from '../search/own-titles.ts';

type Classes = z.output<typeof catalogApi.classes.answer>;

/** The ten main classes of the classification. */
export function BrowsePage(props: { frame: Frame; classes: Classes['classes']; publicUrl: string }) {
  const { frame, classes, publicUrl } = props;
  const { say } = frame;
  const title = say('分類から探す', 'Browse by subject');
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/"
      head={<SearchHead publicUrl={publicUrl} path="/browse" indexed />}
    >
      <Crumbs frame={frame} under="search" here={title} />
      <div class="stack">
        <h1>{title}</h1>
        <p>
          {say(
            '日本十進分類法（NDC）の10の類です。選ぶと、細かい分類と資料が出ます。',
            'The ten classes of the Nippon Decimal Classification (NDC). Each opens its finer classes and its titles.',
          )}
        </p>
        <ClassList frame={frame} classes={classes} />
      </div>
    </PatronPage>
  );
}

/** One class: the finer ones below it, and its titles. */
export function ClassPage(props: {
  frame: Frame;
  ndc: string;
  name: string;
  above: Classes['above'];
  below: Classes['classes'];
  found: SearchAnswer;
  own: Own;
  publicUrl: string;
}) {
  const { frame, ndc, name, above, below, found, own, publicUrl } = props;
  const { say } = frame;
  const path = (page: number) => (page > 1 ? `/browse/${ndc}?page=${page}` : `/browse/${ndc}`);
  const last = Math.min(50, Math.ceil(found.total / found.pageSize));
  const shown = ndc.length === 1 ? mainClassName(ndc, say) : name;
  const classesAbove = above.map((one) => ({
    href: `/browse/${one.ndc}`,
    label: (
      <>
        {one.ndc} <ClassName frame={frame} {...one} />
      </>
    ),
  }));
  return (
    <PatronPage
      frame={frame}
      title={`${ndc} ${shown}`}
      at="/"
      head={<SearchHead publicUrl={publicUrl} path={path(found.page)} indexed={found.page === 1} />}
    >
      <Crumbs
        frame={frame}
        under="search"
        by={[{ href: '/browse', label: say('分類から探す', 'Browse by subject') }, ...classesAbove]}
        here={<Words text={`${ndc} ${shown}`} language={frame.front.language} />}
      />
      <div class="stack stack--l">
        <h1>
          <span class="num">{ndc}</span> <ClassName frame={frame} ndc={ndc} name={name} />
        </h1>
        {below.length > 0 ? (
          <Part id="below" title={say('細かい分類', 'Finer classes')}>
            <ClassList frame={frame} classes={below} />
          </Part>
        ) : null}
        <section class="stack" aria-labelledby="titles">
          <div class="cluster cluster--apart">
            <h2 id="titles">
              {say('この分類の資料', 'Titles of this class')}{' '}
              <span class="num nowrap">
                {found.total.toLocaleString('ja-JP')}
                {found.capped ? say('件以上', '+') : say('件', '')}
              </span>
            </h2>
            {found.total > 0 ? (
              <a class="btn btn--second" href={searchPath(readAsked({ ndc }))} rel="nofollow">
                {say('しぼり込む・並べ替える', 'Narrow down or sort')}
              </a>
            ) : null}
          </div>
          {found.total === 0 ? (
            <p>{say('この分類の資料はまだありません。', 'There are no titles of this class yet.')}</p>
          ) : (
            <ol class="items" start={(found.page - 1) * found.pageSize + 1}>
              {found.records.map((record) => (
                <HitRow
                  key={record.recordId}
                  record={record}
                  frame={frame}
                  own={own}
                  back={path(found.page)}
                  level="h3"
                />
              ))}
            </ol>
          )}
          <Pager
            frame={frame}
            label={say('資料の一覧のページ', 'Pages of titles')}
            page={found.page}
            last={last}
            href={path}
          />
        </section>
      </div>
    </PatronPage>
  );
}

function ClassList({ frame, classes }: { frame: Frame; classes: Classes['classes'] }) {
  const { say } = frame;
  return (
    <ul class="classes">
      {classes.map(({ ndc, name, records }) => {
        const words = (
          <>
            <span class="num">{ndc}</span> <ClassName frame={frame} ndc={ndc} name={name} />{' '}
            <span class="num muted">
              {say(`${records.toLocaleString('ja-JP')}件`, records.toLocaleString('en'))}
            </span>
          </>
        );
        return (
          <li key={ndc}>{records > 0 ? <a href={`/browse/${ndc}`}>{words}</a> : <span>{words}</span>}</li>
        );
      })}
    </ul>
  );
}

/** A main class as a page calls it, a finer one as the catalog does. */
function ClassName({ frame, ndc, name }: { frame: Frame; ndc: string; name: string }): ComponentChildren {
  return ndc.length === 1 ? mainClassName(ndc, frame.say) : <Japanese frame={frame}>{name}</Japanese>;
}
