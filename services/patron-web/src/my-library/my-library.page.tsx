import type { Library, PatronRow } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { type Front, Icon, Notice } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { notesOf } from './row-notes.ts';
import { RowWishes } from './row-wishes.tsx';
import { onLoan, StateChip, stateWords } from './state-words.tsx';

export interface Counts {
  reservations: number;
  loans: number;
  reservationLimit: number;
  loanLimit: number;
}

/** Ready ones first, then what is borrowed, then what is on its way, then what has ended today. */
export function MyLibraryPage(props: {
  frame: Frame;
  rows: readonly PatronRow[];
  counts: Counts;
  nameOf: (code: string) => string;
  libraries: readonly Library[];
  today: CalendarDate;
  done?: string | undefined;
}) {
  const { frame, rows, counts } = props;
  const open = rows.filter((row) => row.open);
  const ready = open.filter((row) => row.state === 'ready');
  const unconfirmed = open.filter((row) => row.state === 'handOutUnconfirmed');
  const first = new Set([...ready, ...unconfirmed]);
  const loans = open.filter((row) => onLoan.has(row.state));
  const coming = open.filter((row) => !first.has(row) && !onLoan.has(row.state));
  const ended = rows.filter((row) => !row.open);
  const about = (row: PatronRow): RowProps => ({
    row,
    front: frame.front,
    today: props.today,
    library: props.libraries.find(({ code }) => code === row.pickupLibrary),
    libraryName: props.nameOf(row.pickupLibrary),
  });
  const item = (row: PatronRow) => <Item key={row.reservationId} {...about(row)} />;
  const card = (row: PatronRow) => <ReadyCard key={row.reservationId} {...about(row)} />;
  return (
    <PatronPage frame={frame} title="Myライブラリ" at="/my-library">
      <div class="stack stack--l">
        <div class="cluster cluster--apart">
          <div>
            <h1>Myライブラリ</h1>
            <p class="muted">
              貸出カード番号 下4桁 <span class="digits">{frame.visit.principal?.cardLast4}</span>
            </p>
          </div>
          <a class="btn btn--l" href="/card">
            <Icon name="card" />
            カード番号を表示する
          </a>
        </div>
        {props.done ? <Notice tone="ok">{props.done}</Notice> : null}
        {ready.length > 0 ? (
          <section class="stack" aria-labelledby="s1">
            <h2 id="s1">受取可能 {ready.length}点</h2>
            <div class="columns">{ready.map(card)}</div>
          </section>
        ) : null}
        {unconfirmed.length > 0 ? (
          <section class="stack" aria-labelledby="s6">
            <h2 id="s6">受け取りの確認中 {unconfirmed.length}点</h2>
            <div class="columns">{unconfirmed.map(card)}</div>
          </section>
        ) : null}
        <section aria-labelledby="s2">
          <Heading id="s2" title="借りている資料" unit="貸出" count={counts.loans} limit={counts.loanLimit} />
          {loans.length > 0 ? <ul class="rows">{loans.map(item)}</ul> : <p>ありません。</p>}
        </section>
        <section aria-labelledby="s3">
          <Heading
            id="s3"
            title="予約している資料"
            unit="予約"
            count={counts.reservations}
            limit={counts.reservationLimit}
          />
          {coming.length > 0 ? <ul class="rows">{coming.map(item)}</ul> : <p>ありません。</p>}
        </section>
        {ended.length > 0 ? (
          <section aria-labelledby="s4" class="stack">
            <h2 id="s4">終わったもの</h2>
            <ul class="rows">{ended.map(item)}</ul>
            <p class="small muted">この記録は、ご希望の方を除き、この後消去します。</p>
          </section>
        ) : null}
        <section aria-labelledby="s5" class="stack">
          <h2 id="s5">設定</h2>
          <ul class="rows links">
            <li>
              <a href="/password">パスワードの変更</a>
            </li>
            <li>
              <a href="/email">メールアドレスの登録・変更</a>
            </li>
            <li>
              <a href="/card/renewal">貸出カードの更新</a>
            </li>
          </ul>
        </section>
      </div>
    </PatronPage>
  );
}

function Heading(props: { id: string; title: string; unit: string; count: number; limit: number }) {
  const spines = Array.from({ length: Math.min(20, props.limit) }, (_, n) => n);
  return (
    <div class="section-head">
      <h2 id={props.id}>{props.title}</h2>
      <div class="meter">
        <p class="meter-text">
          {props.unit}{' '}
          <span class="num">
            {props.count}/{props.limit}
          </span>
        </p>
        <span class="shelf" aria-hidden="true">
          {spines.map((n) => (
            <i key={n} class={n < props.count ? 'is-on' : ''} />
          ))}
        </span>
      </div>
    </div>
  );
}

interface RowProps {
  row: PatronRow;
  front: Front;
  today: CalendarDate;
  library: Library | undefined;
  libraryName: string;
}

function ReadyCard(props: RowProps) {
  const { row } = props;
  return (
    <article class="card card--now stack stack--s" data-reservation={row.reservationId}>
      <p class="status-big" data-state={row.state}>
        <Icon name={row.state === 'ready' ? 'ok' : 'ask'} />
        <span>{stateWords(row)}</span>
      </p>
      <h3 class="row-title">
        <a href={`/records/${row.recordId}`}>{row.title}</a>
      </h3>
      <p>
        <b>{props.libraryName}</b>
      </p>
      <p class="row-sub">予約番号 {row.reservationNumber}</p>
      <Notes {...props} />
      <RowWishes row={row} />
    </article>
  );
}

function Item(props: RowProps) {
  const { row } = props;
  return (
    <li class="row loan" data-reservation={row.reservationId}>
      <div>
        <p>
          <StateChip row={row} />
        </p>
        <h3 class="row-title">
          <a href={`/records/${row.recordId}`}>{row.title}</a>
        </h3>
      </div>
      <div>
        <p class="row-sub">
          受取館：{props.libraryName}　予約番号 {row.reservationNumber}
        </p>
        <Notes {...props} />
        <RowWishes row={row} />
      </div>
    </li>
  );
}

function Notes({ row, front, library, today }: RowProps) {
  return (
    <>
      {notesOf(row, { front, library, today }).map((note) => (
        <p key={note} class="small">
          {note}
        </p>
      ))}
    </>
  );
}
