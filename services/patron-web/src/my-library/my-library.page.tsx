import type { PatronRow } from '@toshobin/contracts';
import { RefusalSchema } from '@toshobin/lending-rules';
import { Icon, Notice, sentenceOf } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { cancellable, onLoan, StateChip, stateWords } from './state-words.tsx';

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
  done?: string | undefined;
}) {
  const { frame, rows, counts, nameOf } = props;
  const ready = rows.filter((row) => row.open && row.state === 'ready');
  const loans = rows.filter((row) => row.open && onLoan.has(row.state));
  const coming = rows.filter((row) => row.open && row.state !== 'ready' && !onLoan.has(row.state));
  const ended = rows.filter((row) => !row.open);
  const item = (row: PatronRow) => <Item key={row.reservationId} row={row} frame={frame} nameOf={nameOf} />;
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
            <div class="columns">
              {ready.map((row) => (
                <ReadyCard key={row.reservationId} row={row} nameOf={nameOf} />
              ))}
            </div>
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

function ReadyCard({ row, nameOf }: { row: PatronRow; nameOf: (code: string) => string }) {
  return (
    <article class="card card--now stack stack--s" data-reservation={row.reservationId}>
      <p class="status-big" data-state={row.state}>
        <Icon name="ok" />
        <span>{stateWords(row)}</span>
      </p>
      <h3 class="row-title">
        <a href={`/records/${row.recordId}`}>{row.title}</a>
      </h3>
      <p>
        <b>{nameOf(row.pickupLibrary)}</b>
      </p>
      <p class="row-sub">予約番号 {row.reservationNumber}</p>
      <Cancel row={row} />
    </article>
  );
}

function Item(props: { row: PatronRow; frame: Frame; nameOf: (code: string) => string }) {
  const { row, frame, nameOf } = props;
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
          受取館：{nameOf(row.pickupLibrary)}　予約番号 {row.reservationNumber}
        </p>
        <p class="small">{noteOf(row, frame)}</p>
        <div class="actions actions--row">
          {row.open && row.state === 'handedOut' && !row.extended ? (
            <a class="btn btn--second" href={`/my-library/${row.reservationId}/extend`}>
              延長する
              <span class="visually-hidden">：{row.title}</span>
            </a>
          ) : null}
          <Cancel row={row} />
        </div>
      </div>
    </li>
  );
}

/** Why there is no button, or why it was refused: the sentence stands in its place. */
function noteOf(row: PatronRow, frame: Frame): string {
  if (row.state === 'overdue') return sentenceOf({ code: 'LOAN_PAST_DUE' }, frame.front);
  if (row.state === 'handedOut' && row.extended && row.due) {
    return sentenceOf({ code: 'EXTENSION_USED', values: { dueDate: row.due.date } }, frame.front);
  }
  if (row.state === 'rejected' && row.refusal !== null) {
    const code = RefusalSchema.shape.code.safeParse(row.refusal);
    const plain = new Set(['REFERENCE_ONLY', 'IN_PERSON_ONLY', 'AUDIOVISUAL', 'NO_LENDABLE_COPY']);
    if (code.success && plain.has(code.data)) return sentenceOf({ code: code.data }, frame.front);
  }
  return '';
}

function Cancel({ row }: { row: PatronRow }) {
  if (!row.open || !cancellable.has(row.state)) return null;
  return (
    <a class="btn btn--quiet" href={`/my-library/${row.reservationId}/cancel`}>
      予約をキャンセルする
      <span class="visually-hidden">：{row.title}</span>
    </a>
  );
}
