import type { MyLibraryRow } from '@toshobin/contracts';
import {
  type CalendarDate,
  daysBetween,
  isLostByReader,
  mayWish,
  type ReservationState,
} from '@toshobin/lending-rules';
import type { IconName } from '@toshobin/web';
import { shortDate } from '../pages/dates.ts';
import type { Tone } from '../sessions/desk-state.ts';

/** A reservation or loan as the desk looks at it: where the book is, by when, and what happens next. */
export interface WhereNext {
  icon: IconName;
  /** Grey until something is to be done about it. */
  tone?: Tone;
  where: string;
  day: string;
  /** Small below the day. */
  past?: string;
  next: string;
}

/** In the queue of its title, from 1; or nothing can serve it any more, unless a copy turns up that day. */
export type PlaceInQueue = number | 'noCopyLeft';

interface Known {
  nameOf: (code: string) => string;
  today: CalendarDate;
  position: PlaceInQueue | undefined;
}

type Said = (row: MyLibraryRow, known: Known) => WhereNext;

const until = (date: CalendarDate | null) => (date === null ? '—' : `${shortDate(date)}まで`);
const on = (date: CalendarDate | null, words: string) => (date === null ? '—' : `${shortDate(date)}${words}`);
function inQueue({ position }: Known): string {
  if (position === 'noCopyLeft') return '貸出できる資料がありません';
  return position === undefined ? '順番待ち' : `順番 ${position}番目`;
}

/** Read as a row of the table: what it looks like, where it is, by when, and what is next. */
type Besides = Pick<WhereNext, 'tone' | 'past'>;
const at = (icon: IconName, where: string, day: string, next: string, besides: Besides = {}): WhereNext => ({
  ...{ icon, where, day, next },
  ...besides,
});
const isOver = (next: string) => () => at('ok', '—', '—', next);
const untilDue = ({ due }: MyLibraryRow) => until(due?.date ?? null);
const leaves = ({ plannedDispatchDay }: MyLibraryRow) => on(plannedDispatchDay, '発送予定');

function onLoan(row: MyLibraryRow): string {
  if (row.othersWaiting) return '延長できません（お待ちの方がいます）';
  if (row.extended) return '返却を待つ（延長は済み）';
  return mayWish('extend', row) ? '返却を待つ（延長の1回は残っています）' : '返却を待つ';
}

const said: Readonly<Record<ReservationState, Said>> = {
  requested: () => at('clock', '—', '—', '受付の結果を待つ'),
  rejected: isOver('受け付けていません'),
  queued: ({ expectedDate }, known) => {
    const lost = known.position === 'noCopyLeft';
    const next = lost
      ? '今日見つからないときは、館の都合でキャンセルになり、メールが届く'
      : '資料が空くのを待つ';
    return at('clock', inQueue(known), on(expectedDate, 'ごろ'), next);
  },
  suspended: (row, known) =>
    at('calendar', inQueue(known), on(row.resumesOn, 'に再開'), 'ご本人の希望で休止中'),
  allocated: (row) => at('list', '県立の棚', leaves(row), '棚から出す'),
  picked: (row) => at('box', '梱包台', leaves(row), '梱包する'),
  heldForLoanLimit: ({ keptUntil }) =>
    at('hold', '県立図書館', until(keptUntil), '貸出の点数が空くのを待つ', { tone: 'wait' }),
  packed: (row) => at('box', '発送棚', leaves(row), '発送する'),
  shipped: ({ expectedDate }) =>
    at('truck', '配送中', on(expectedDate, '着'), '館で到着を受け付ける', { tone: 'next' }),
  arrivalOverdue: ({ expectedDate }) =>
    at('truck', '配送中', on(expectedDate, '着の予定'), '着いたか館に確かめる', { tone: 'ask' }),
  ready: ({ pickupLibrary, holdNumber, holdUntil, due }, { nameOf }) => {
    const where = [nameOf(pickupLibrary), holdNumber].filter(Boolean).join('　');
    return at('hold', where, until(holdUntil ?? due?.date ?? null), '受け取り待ち', { tone: 'hold' });
  },
  handOutUnconfirmed: ({ pickupLibrary, holdUntil }, { nameOf }) =>
    at('question', nameOf(pickupLibrary), until(holdUntil), 'お渡ししたかを館に確かめる', { tone: 'ask' }),
  handedOut: (row) => at('book', 'ご本人', untilDue(row), onLoan(row)),
  overdue: (row, { today }) => {
    const past = row.due ? { past: `${daysBetween(row.due.date, today)}日過ぎています` } : {};
    return at('stop', 'ご本人', untilDue(row), '返却のお願い', { tone: 'stop', ...past });
  },
  returning: () => at('back', '返送中', '—', '県立図書館で返却受付', { tone: 'back' }),
  returned: isOver('済み'),
  cancelled: isOver('済み'),
  expired: () => at('back', '返送待ち', '—', '県立図書館で返却受付', { tone: 'back' }),
  lostInTransit: (row) =>
    isLostByReader(row)
      ? at('ask', '見つかりません', untilDue(row), '返らない資料で手続きする', { tone: 'ask' })
      : at('ask', '見つかりません', '—', 'ほかの資料で用意する', { tone: 'ask' }),
  settled: isOver('済み'),
};

export function whereNext(row: MyLibraryRow, known: Known): WhereNext {
  return said[row.state](row, known);
}
