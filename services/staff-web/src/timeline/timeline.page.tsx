import type { catalogApi } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { Repair } from './repair.page.tsx';

type Reservation = z.output<typeof catalogApi.readReservation.answer>;

const entries = {
  waiting: '割当待ち',
  suspended: '一時停止',
  allocated: '資料あり',
  left: '列を離れた',
  closed: '終わり',
} as const;
const kinds = {
  picked: '出庫',
  packed: '梱包',
  shipped: '発送',
  arrived: '到着',
  handedOut: '引渡し',
  handedIn: '返却受付',
  sentBack: '返送',
  home: '返却処理',
} as const;

/** Asks for a reservation by its id or by the number of its copy. */
export function TimelineSearchPage({ frame, missing }: { frame: Frame; missing: boolean }) {
  return (
    <StaffPage frame={frame} title="経過" at="/timeline" narrow>
      <h1>経過（予約の履歴）</h1>
      {missing ? <Notice tone="wait">お探しのものが見つかりません。</Notice> : null}
      <form class="stack form" action="/timeline">
        <div class="field">
          <label for="q">予約のIDまたは資料番号</label>
          <input class="input" id="q" name="q" autocomplete="off" required maxLength={64} />
        </div>
        <button class="btn" type="submit">
          検索する
        </button>
      </form>
    </StaffPage>
  );
}

/** What the catalog knows of a reservation, and where its process can be read. No person, no title. */
export function TimelinePage(props: {
  frame: Frame;
  reservation: Reservation;
  history: string;
  nameOf: (code: string) => string;
  answer: BigAnswer | undefined;
  /** The prefectural desk may do something about it. */
  mayRepair: boolean;
  newId: () => string;
}) {
  const { frame, reservation, history, nameOf } = props;
  return (
    <StaffPage frame={frame} title="経過" at="/timeline">
      <h1>経過（予約の履歴）</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <dl class="pairs card">
        <div>
          <dt>予約のID</dt>
          <dd class="s-num">{reservation.reservationId}</dd>
        </div>
        <div>
          <dt>今</dt>
          <dd>{entries[reservation.entry]}</dd>
        </div>
        <div>
          <dt>受取館</dt>
          <dd>{nameOf(reservation.pickupLibrary)}</dd>
        </div>
        <div>
          <dt>資料番号</dt>
          <dd class="s-num">{reservation.barcode ?? '－'}</dd>
        </div>
        <div>
          <dt>返却期限</dt>
          <dd>{reservation.due ? `${formatDateJa(reservation.due.date)}まで` : '－'}</dd>
        </div>
      </dl>
      <h2>できごと</h2>
      <table class="table table--stack">
        <thead>
          <tr>
            <th scope="col">いつ</th>
            <th scope="col">何が</th>
            <th scope="col">どこで</th>
          </tr>
        </thead>
        <tbody>
          {[...reservation.facts]
            .sort((a, b) => a.occurredAt.localeCompare(b.occurredAt))
            .map((fact) => (
              <tr key={fact.factId}>
                <td data-label="いつ">{inTokyo(fact.occurredAt)}</td>
                <td data-label="何が">
                  {kinds[fact.kind]}
                  {fact.voids ? 'の取り消し' : ''}
                </td>
                <td data-label="どこで">{fact.place ? nameOf(fact.place) : '－'}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p>
        <a class="btn btn--second" href={history} rel="noreferrer">
          Temporal で履歴を見る
        </a>
      </p>
      {props.mayRepair ? (
        <Repair
          frame={frame}
          reservationId={reservation.reservationId}
          barcode={reservation.barcode}
          newId={props.newId}
        />
      ) : null}
    </StaffPage>
  );
}

function inTokyo(at: string): string {
  return new Date(at).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' });
}
