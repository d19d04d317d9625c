import type { CopyPlace, RecordDetail } from '@toshobin/contracts';
import { Icon, sentenceOf } from '@toshobin/web';
import { AddToBasket } from '../basket/add-to-basket.tsx';
import { Dated } from '../pages/dated.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { titleOf } from '../search/search.page.tsx';
import { canReserve } from './can-reserve.ts';

const places: Record<CopyPlace, string> = {
  onShelf: '県立図書館にあります',
  beingPrepared: '準備中',
  onHoldShelf: '取り置き中',
  inTransit: '配送中',
  atPickupLibrary: '取り置き中',
  onLoan: '貸出中',
  returning: '返却受付済・県立図書館へ配送中',
  searching: '捜索中',
  unavailable: '利用できません',
};
const lendings = {
  lendable: '貸出可',
  inPersonOnly: '来館貸出可',
  audiovisual: '視聴覚資料',
  referenceOnly: '禁帯出',
} as const;
const sources: Readonly<Record<string, string>> = {
  aozora: '青空文庫 作品一覧',
  example: '見本（架空の資料）',
};
const kinds = { book: '図書', magazineIssue: '雑誌', audiovisual: '視聴覚資料' } as const;

/** One record: who waits, whether it can be reserved (or why not), its copies, its description. */
export function RecordPage({ frame, record }: { frame: Frame; record: RecordDetail }) {
  const decision = canReserve(record);
  return (
    <PatronPage frame={frame} title={record.title} at="/">
      <nav class="crumbs" aria-label="現在のページ">
        <ol>
          <li>
            <a href="/">蔵書検索</a>
          </li>
          <li>
            <span aria-current="page">資料の詳細</span>
          </li>
        </ol>
      </nav>
      <div class="with-aside record">
        <div class="stack">
          <h1>{titleOf(record)}</h1>
          <p class="muted">{record.titleReading}</p>
          <p class="lead">{record.author}</p>
        </div>
        <section class="card stack reserve" aria-labelledby="rsv">
          <h2 id="rsv" class="h3">
            この資料の予約
          </h2>
          {decision.ok ? (
            <>
              <dl class="facts">
                <div>
                  <dt>待ち人数</dt>
                  <dd>{record.waiting}人</dd>
                </div>
              </dl>
              <AddToBasket record={record} frame={frame} back={`/records/${record.recordId}`} large />
              <p class="small muted">
                予約かごに入れただけでは、まだ予約ではありません。予約はお一人10点までです。
              </p>
            </>
          ) : (
            <p class="why" data-refusal={decision.refusal.code}>
              <Icon name="info" />
              <span>{sentenceOf(decision.refusal, frame.front)}</span>
            </p>
          )}
        </section>
        <div class="stack stack--l">
          <Copies record={record} />
          <Description record={record} />
        </div>
      </div>
    </PatronPage>
  );
}

function Copies({ record }: { record: RecordDetail }) {
  return (
    <section class="stack" aria-labelledby="cp">
      <h2 id="cp">資料 {record.copies.length}点</h2>
      <table class="table table--stack">
        <thead>
          <tr>
            <th scope="col">資料番号</th>
            <th scope="col">請求記号</th>
            <th scope="col">貸出</th>
            <th scope="col">今の状態</th>
          </tr>
        </thead>
        <tbody>
          {record.copies.map((copy) => (
            <tr key={copy.copyId}>
              <td data-label="資料番号" class="num">
                {copy.barcode}
              </td>
              <td data-label="請求記号">{copy.shelfMark}</td>
              <td data-label="貸出">{lendings[record.lending]}</td>
              <td data-label="今の状態">
                <span>
                  {places[copy.place]}
                  {copy.due ? (
                    <>
                      （<Dated date={copy.due} />
                      まで）
                    </>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Description({ record }: { record: RecordDetail }) {
  const pairs: [string, string | null][] = [
    ['書名', record.titleReading ? `${record.title}（${record.titleReading}）` : record.title],
    ['著者', record.authorReading ? `${record.author}（${record.authorReading}）` : record.author],
    ['出版', [record.publisher, record.year ? `${record.year}年` : null].filter(Boolean).join('　')],
    ['ISBN', record.isbn],
    ['分類', record.ndc],
    ['種類', kinds[record.kind]],
    ['出典', sources[record.source] ?? record.source],
  ];
  return (
    <section class="stack" aria-labelledby="bib">
      <h2 id="bib">書誌</h2>
      <div class="card">
        <dl class="pairs">
          {pairs
            .filter(([, text]) => text)
            .map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
        </dl>
      </div>
    </section>
  );
}
