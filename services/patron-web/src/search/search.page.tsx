import type { catalogApi, RecordSummary } from '@toshobin/contracts';
import { decideMaterial, defaultPolicy } from '@toshobin/lending-rules';
import { Icon, sentenceOf } from '@toshobin/web';
import type { z } from 'zod';
import { AddToBasket } from '../basket/add-to-basket.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';

type Found = z.output<typeof catalogApi.searchRecords.answer>;
type Hit = Found['records'][number];

/** The first page: search, and how the service works. */
export function TopPage({ frame }: { frame: Frame }) {
  return (
    <PatronPage frame={frame} title="蔵書検索" at="/">
      <div class="stack stack--l">
        <h1>県立図書館の本を、お近くの図書館で。</h1>
        <p class="lead">探して予約すると、県内の市町村立図書館などで受け取れます。</p>
        <SearchForm q="" />
        <section class="stack" aria-labelledby="flow">
          <h2 id="flow">ご利用の流れ</h2>
          <ol class="flow">
            <li>
              <Icon name="search" />
              <h3>探して予約する</h3>
              <p>読みたい資料を予約かごに入れ、受取館を選んで申し込みます。</p>
            </li>
            <li>
              <Icon name="info" />
              <h3>メールが届く</h3>
              <p>資料が受取可能になりましたら、メールでお知らせします。</p>
            </li>
            <li>
              <Icon name="card" />
              <h3>受取館で受け取る</h3>
              <p>貸出カード、または貸出カード番号画面をお見せください。</p>
            </li>
            <li>
              <Icon name="back" />
              <h3>返却する</h3>
              <p>県立図書館または受取館に返却してください。ブックポストも使えます。</p>
            </li>
          </ol>
        </section>
        {frame.visit.principal ? null : (
          <p>
            貸出カードをお持ちでない方は、<a href="/card-application">貸出カードの申込み</a>ができます。
          </p>
        )}
        <p class="muted small">
          毎日 午前4時30分から午前5時まで、蔵書検索・予約・Myライブラリはお休みします。
        </p>
      </div>
    </PatronPage>
  );
}

export function SearchForm({ q }: { q: string }) {
  return (
    <search>
      <form action="/search" class="stack stack--s">
        <label class="label" for="q">
          蔵書検索
        </label>
        <p class="hint" id="q-hint">
          書名、著者名、出版社、ISBNなど。ひらがなでも探せます。
        </p>
        <div class="search">
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            value={q}
            aria-describedby="q-hint"
            autocomplete="off"
            enterkeyhint="search"
            maxLength={200}
          />
          <button class="btn btn--l" type="submit">
            <Icon name="search" />
            検索する
          </button>
        </div>
      </form>
    </search>
  );
}

/** Results, each with what can be done with it: the button, or the reason why not in its place. */
export function ResultsPage({ frame, q, found }: { frame: Frame; q: string; found: Found }) {
  const shown = q === '' ? 'すべての資料' : `「${q}」`;
  const total = `${found.total.toLocaleString('ja-JP')}${found.capped ? '件以上' : '件'}`;
  return (
    <PatronPage frame={frame} title={`${shown}の検索結果`} at="/">
      <div class="stack">
        <SearchForm q={q} />
        <h1>
          {shown}の検索結果 <span class="num nowrap">{total}</span>
        </h1>
        {found.records.length === 0 ? (
          <div class="card stack stack--s">
            <p>条件に合う資料は見つかりませんでした。</p>
            <ul class="dots">
              <li>ことばを短くするか、ひらがなで入れてみてください。</li>
              <li>書名がはっきりしないときは、著者名で探せます。</li>
            </ul>
          </div>
        ) : (
          <ol class="rows">
            {found.records.map((record) => (
              <HitRow key={record.recordId} record={record} frame={frame} q={q} page={found.page} />
            ))}
          </ol>
        )}
        <Pager q={q} found={found} />
      </div>
    </PatronPage>
  );
}

function HitRow({ record, frame, q, page }: { record: Hit; frame: Frame; q: string; page: number }) {
  const decision = decideMaterial(
    { lending: record.lending, lendableCopies: record.copies },
    { channel: 'web', pickupIsPrefectural: false },
    defaultPolicy,
  );
  return (
    <li class="row hit">
      <div>
        <h2 class="row-title">
          <a href={`/records/${record.recordId}`}>{titleOf(record)}</a>
        </h2>
        <p class="row-sub">{record.author}</p>
        <p class="row-sub">{[record.publisher, record.year ? `${record.year}年` : ''].join('　')}</p>
        <p class="hit-state">
          <Availability record={record} />
        </p>
      </div>
      <div class="hit-act">
        {decision.ok ? (
          <AddToBasket record={record} frame={frame} back={searchPath(q, page)} />
        ) : (
          <p class="small muted">{sentenceOf(decision.refusal, frame.front)}</p>
        )}
      </div>
    </li>
  );
}

const marks = { inPersonOnly: '来館貸出可', audiovisual: '視聴覚資料', referenceOnly: '禁帯出' } as const;

function Availability({ record }: { record: Hit }) {
  if (record.lending !== 'lendable') return <span class="chip">{marks[record.lending]}</span>;
  if (record.onShelf > 0) {
    return (
      <span class="chip chip--ready">
        <Icon name="ok" />
        <span>県立図書館にあります</span>
      </span>
    );
  }
  return (
    <>
      <span class="chip chip--wait">
        <Icon name="clock" />
        <span>貸出中または準備中</span>
      </span>
      <span>
        待ち人数 <b class="num">{record.waiting}人</b>
      </span>
    </>
  );
}

export function titleOf(record: Pick<RecordSummary, 'title' | 'subtitle'>): string {
  return record.subtitle ? `${record.title}　${record.subtitle}` : record.title;
}

function searchPath(q: string, page: number): string {
  return `/search?${new URLSearchParams({ q, page: String(page) })}`;
}

function Pager({ q, found }: { q: string; found: Found }) {
  const last = Math.min(50, Math.ceil(found.total / found.pageSize));
  if (last <= 1) return null;
  return (
    <nav class="pager" aria-label="検索結果のページ">
      <ul>
        {found.page > 1 ? (
          <li>
            <a href={searchPath(q, found.page - 1)}>前へ</a>
          </li>
        ) : null}
        <li>
          <span aria-current="page">
            {found.page}／{last}
          </span>
        </li>
        {found.page < last ? (
          <li>
            <a href={searchPath(q, found.page + 1)}>次へ</a>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}
