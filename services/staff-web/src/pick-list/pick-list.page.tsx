import type { PickListRowSchema } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Icon, versionOf } from '@toshobin/web';
import { Fragment } from 'preact';
import type { z } from 'zod';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { clockOf, shortDate } from '../pages/dates.ts';
import { StaffPage, useFrame, useNames } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Below, Pill } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { ScanForm } from '../pages/scan-form.tsx';
import { SessionList } from '../pages/session-list.tsx';
import { runDayOf } from '../parcels/how-it-goes.ts';
import type { Leaving } from '../parcels/known-leaving.ts';
import { HeldNote } from '../phone/held-note.tsx';
import { type Desk, HoldSlipLink, keyOfList, lastShown } from '../scan-pages/scan-pages.tsx';
import { withdrawalOf } from '../stock/stock-verbs.ts';
import { byRoom } from './shelf-groups.ts';

type Row = z.output<typeof PickListRowSchema>;

/** Copies to fetch, in the order of the shelves; each is confirmed by a scan, or is not there. Prints on A4. */
export function PickListPage(props: {
  desk: Desk;
  rows: readonly Row[];
  /** When a parcel for each library leaves; none while shipping is away. */
  board: Leaving | undefined;
}) {
  const { desk, rows, board } = props;
  const { answer } = desk;
  const { now, cancelling } = useFrame();
  const drawnAt = `${shortDate(dayOf(now))}${clockOf(now)}`;
  // By what of it another window can change: in this one it is drawn anew then.
  const current = versionOf(JSON.stringify([rows, [...(cancelling ?? [])].sort()]));
  return (
    <StaffPage title={windowTitle(answer, '出庫リスト')} at="/pick-list" csv="/lists/pick-list.csv">
      <div class="s-title" id="picks-title" data-current={current}>
        <h1>出庫リスト {rows.length}点</h1>
        <p class="s-print-only">
          {drawnAt}　{rows.length}点
        </p>
        <p class="s-check" data-tone="ask" id="is-old" hidden>
          <Icon name="clock" />
          <span>
            この一覧は、もう古いかもしれません。<a href="/pick-list">新しい一覧にする</a>
          </span>
        </p>
        {rows.length > 0 ? <Way to="/slips/picks?print=1" icon="print" says="出庫票を印刷する" /> : null}
      </div>
      <ScanForm
        action="/pick-list/pick"
        hint="棚から取ったら読み取ります。"
        label="資料番号（バーコード）"
        hidden={lastShown(answer, desk.rows)}
      />
      <div class="s-split no-print">
        <Answer answer={answer} undo>
          {answer?.tone === 'hold' && answer.code ? (
            <HoldSlipLink code={answer.code} from="/pick-list" />
          ) : null}
        </Answer>
        <SessionList
          {...desk}
          {...keyOfList(desk)}
          counted={[
            { tone: 'next', label: '梱包台へ' },
            { tone: 'hold', label: '取り置き' },
          ]}
        />
      </div>
      <div id="picks" data-current={current}>
        {rows.length === 0 ? (
          <p>出庫する資料はありません。</p>
        ) : (
          <Table
            caption="棚の順に並んだ出庫リスト"
            scrolls
            of={[
              { name: '✓', look: 's-print-only' },
              '請求記号',
              '書名・資料番号',
              '受取館・取り置き番号',
              '発送',
              { name: '取れないとき', look: 'no-print' },
            ]}
          >
            {byRoom(rows).map((room) => (
              <Fragment key={room.name}>
                <tr class="s-shelf-head">
                  <th scope="colgroup" colSpan={6}>
                    {room.name}　{room.rows.length}点
                  </th>
                </tr>
                {room.rows.map((row) => (
                  <PickRow key={row.copyId} row={row} board={board} />
                ))}
              </Fragment>
            ))}
          </Table>
        )}
      </div>
    </StaffPage>
  );
}

function PickRow({ row, board }: { row: Row; board: Leaving | undefined }) {
  const nameOf = useNames();
  return (
    <tr data-reservation={row.reservationId}>
      <td class="s-print-only">
        <span class="s-tick" aria-hidden="true" />
      </td>
      <th scope="row" class="s-mark">
        {row.shelfMark}
      </th>
      <td>
        {row.title}
        {row.protectiveCover ? (
          <Below>
            <Pill tone="cover" icon="cover" says="保護カバー（袋）に入れる" />
          </Below>
        ) : null}
        {row.supplementCount > 0 ? (
          <Below>
            <Pill tone="part" icon="part" says={`付属資料 ${row.supplementCount}点`} />
          </Below>
        ) : null}
        <br />
        <span class="s-num muted">{row.barcode}</span>
        <HeldNote of={row.reservationId} from="/pick-list" about={row.holdNumber} />
      </td>
      <td>
        {nameOf(row.pickupLibrary)}　{row.holdNumber}
      </td>
      <td>
        <Leaves row={row} board={board} />
      </td>
      <td class="no-print">
        <Post to="/pick-list/not-on-shelf" once hidden={{ code: row.barcode }}>
          <Submit look="second" unseen={`（${row.title}）`} says="棚にありません" />
        </Post>
        <Way
          look="quiet"
          to={withdrawalOf(row.barcode, 'pick-list')}
          unseen={`（${row.title}）`}
          says="破損・除籍"
        />
      </td>
    </tr>
  );
}

/** When it leaves if it is packed now; what is fetched here does not travel. */
function Leaves({ row, board }: { row: Row; board: Leaving | undefined }) {
  if (row.pickupLibrary === PREFECTURAL_LIBRARY) return <>取り置き</>;
  const day = board && runDayOf(board, row.pickupLibrary);
  if (day === undefined) return <>—</>;
  if (day !== board?.today) return <>{shortDate(day)}</>;
  return <Pill tone="ask" icon="truck" says="今日の便" />;
}
