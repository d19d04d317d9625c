import type { UnreturnedLoan } from '@toshobin/contracts';
import { type DeskSettlement, DeskSettlementSchema, dayOf, formatDateJa } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import { Told } from '../pages/answer.tsx';
import { shortDate } from '../pages/dates.ts';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Facts } from '../pages/marks.tsx';
import { Way, WayAlone } from '../pages/press.tsx';
import { type Losing, whatMoves } from '../stock/who-loses.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { settleLoan, takeBackSettlement } from './settling-verbs.ts';
import { stateOfLoan, ways } from './settling-words.ts';

const title = '返らない資料の手続き';

/** 長い延滞と紛失: every loan whose book has not come back, and those settled today. */
export function UnreturnedPage(props: {
  rows: readonly UnreturnedLoan[];
  digitsOf: (reservationId: string) => string | undefined;
}) {
  const open = props.rows.filter(({ settled }) => settled === null);
  const settled = props.rows.filter((row) => row.settled !== null);
  return (
    <TitledPage
      title={title}
      at="/settle"
      csv="/lists/settle.csv"
      heading={`${title}　${open.length}点`}
      beside="長い延滞と紛失。返却期限の古い順"
    >
      <Told />
      <p>返却された資料は、返却受付で読み取れば、この手続きは要りません。</p>
      {open.length === 0 ? <p>ありません。</p> : <Loans {...props} rows={open} />}
      {settled.length > 0 ? (
        <Part class="stack" id="settled" title={`今日、手続きの済んだもの　${settled.length}点`}>
          <p>今日のうちは、元に戻せます。利用者との結びつきは、今夜消えます。</p>
          <Loans {...props} rows={settled} />
        </Part>
      ) : null}
    </TitledPage>
  );
}

function Loans(props: {
  rows: readonly UnreturnedLoan[];
  digitsOf: (reservationId: string) => string | undefined;
}) {
  const frame = useFrame();
  const today = dayOf(frame.now);
  return (
    <Table of={['資料', '今', '返却期限', 'カード', { name: '手続き', hidden: true }]}>
      {props.rows.map((row) => (
        <tr key={row.reservationId} data-reservation={row.reservationId}>
          <th scope="row">
            {row.title}
            <br />
            <span class="muted">
              {row.shelfMark}　<span class="s-num">{row.barcode}</span>
            </span>
          </th>
          <td>{stateOfLoan(row, today)}</td>
          <td>{row.due ? `${formatDateJa(row.due.date)}まで` : '—'}</td>
          <td>
            下4桁 <span class="s-num">{props.digitsOf(row.reservationId) ?? '—'}</span>
          </td>
          <td>
            <Way
              to={`/settle/${row.reservationId}`}
              unseen={`：${row.title}`}
              says={row.settled === null ? '手続きへ' : '元に戻す'}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** One loan: the three ways, and with one of them chosen what changes, why, and the button. Until then nothing does. */
export function SettlePage(props: {
  row: UnreturnedLoan;
  how: DeskSettlement | undefined;
  /** Who waits for its copy, where that is to be taken out of stock. */
  losing: Losing | undefined;
  cardLast4: string | undefined;
}) {
  const frame = useFrame();
  const { row, how } = props;
  const path = `/settle/${row.reservationId}`;
  return (
    <TitledPage
      title={title}
      at="/settle"
      beside={<Way to={`/timeline/${row.reservationId}`} says="経過を見る" />}
    >
      <Part class="s-panel" id="loan" title={row.title}>
        <Facts
          of={{
            今: stateOfLoan(row, dayOf(frame.now)),
            請求記号: row.shelfMark,
            資料番号: <span class="s-num">{row.barcode}</span>,
            返却期限: row.due ? formatDateJa(row.due.date) : '—',
            カード下4桁: (
              <>
                <span class="s-num">{props.cardLast4 ?? '—'}</span>
                {'　'}
                <a href={`/tasks/whom/${row.reservationId}`}>利用者を表示する（見たことを記録します）</a>
              </>
            ),
          }}
        />
      </Part>
      {row.settled === null ? (
        <>
          <Ways path={path} chosen={how} />
          {how ? <Chosen row={row} how={how} losing={props.losing} /> : null}
        </>
      ) : (
        <Part class="s-panel s-form" id="undo" title="手続きを元に戻す">
          <p>手続きの前の状態に戻ります。貸出の点数も元に戻ります。今日を過ぎると戻せません。</p>
          <VerbForm verb={takeBackSettlement} of={{ reservationId: row.reservationId }} />
        </Part>
      )}
      <WayAlone to="/settle" says="やめる" />
    </TitledPage>
  );
}

function Ways({ path, chosen }: { path: string; chosen: DeskSettlement | undefined }) {
  return (
    <nav aria-label="どう終えますか">
      <ul class="s-ways">
        {DeskSettlementSchema.options.map((how) => (
          <li key={how}>
            <a
              class="s-way"
              href={`${path}?how=${how}`}
              {...(how === chosen ? { 'aria-current': 'true' as const } : {})}
            >
              <b>{ways[how].name}</b>
              <span>{ways[how].when}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Chosen(props: { row: UnreturnedLoan; how: DeskSettlement; losing: Losing | undefined }) {
  const { row, how, losing } = props;
  const frame = useFrame();
  const now = stateOfLoan(row, dayOf(frame.now));
  const turns = [
    { what: '貸出', now, after: how === 'returned' ? '返却処理済' : ways[how].name },
    {
      what: '資料',
      now: row.kind === 'lost' ? '紛失' : '貸出中',
      after: how === 'returned' ? '返却受付での読み取り待ち' : '除籍',
    },
    row.handedIn
      ? { what: '利用点数', now: '貸出に数えていません', after: 'そのまま' }
      : { what: '利用点数', now: '貸出 1点', after: 'すぐ1点 借りられます' },
    { what: '要確認', now: '電話の仕事など', after: '済み' },
  ];
  return (
    <Part class="s-panel s-form" id="turns" title={`${ways[how].name}：こう変わります`}>
      <p>押すまでは、何も変わりません。</p>
      <table class="s-table s-table--stack s-turn">
        <tbody>
          {turns.map((turn) => (
            <tr key={turn.what}>
              <th scope="row">{turn.what}</th>
              <td>今：{turn.now}</td>
              <td>この後：{turn.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {losing ? <p>{whatMoves(losing)}</p> : null}
      <ul class="s-why">
        <li>
          <Icon name="ok" />
          <span>
            手続きの事実（日、種類、理由）は残ります。利用者との結びつきは、{shortDate(dayOf(frame.now))}
            の夜に消えます。
          </span>
        </li>
        <li>
          <Icon name="ok" />
          <span>あとで現物が出てきたら、ふつうに読み取ります。</span>
        </li>
        <li>
          <Icon name="ok" />
          <span>メールは送りません。返金や代金の額は、このしくみでは扱いません。</span>
        </li>
      </ul>
      <VerbForm verb={settleLoan} of={{ reservationId: row.reservationId, how }} />
    </Part>
  );
}

/** Neither long overdue nor lost any more: somebody else has settled it, or it came home. */
export function NothingToSettlePage() {
  return (
    <TitledPage title={title} at="/settle">
      <Notice tone="wait">手続きの要る貸出ではありません。返却されたか、手続きが済んでいます。</Notice>
      <WayAlone to="/settle" />
    </TitledPage>
  );
}
