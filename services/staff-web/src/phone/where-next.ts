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

const isOver =
  (next: string): Said =>
  () => ({ icon: 'ok', where: '—', day: '—', next });

function onLoan(row: MyLibraryRow): string {
  if (row.othersWaiting) return '延長できません（お待ちの方がいます）';
  if (row.extended) return '返却を待つ（延長は済み）';
  return mayWish('extend', row) ? '返却を待つ（延長の1回は残っています）' : '返却を待つ';
}

const said: Readonly<Record<ReservationState, Said>> = {
  requested: () => ({ icon: 'clock', where: '—', day: '—', next: '受付の結果を待つ' }),
  rejected: isOver('受け付けていません'),
  queued: (row, known) => ({
    icon: 'clock',
    where: inQueue(known),
    day: on(row.expectedDate, 'ごろ'),
    next:
      known.position === 'noCopyLeft'
        ? '今日見つからないときは、館の都合でキャンセルになり、メールが届く'
        : '資料が空くのを待つ',
  }),
  suspended: (row, known) => ({
    icon: 'calendar',
    where: inQueue(known),
    day: on(row.resumesOn, 'に再開'),
    next: 'ご本人の希望で休止中',
  }),
  allocated: (row) => ({
    icon: 'list',
    where: '県立の棚',
    day: on(row.plannedDispatchDay, '発送予定'),
    next: '棚から出す',
  }),
  picked: (row) => ({
    icon: 'box',
    where: '梱包台',
    day: on(row.plannedDispatchDay, '発送予定'),
    next: '梱包する',
  }),
  heldForLoanLimit: (row) => ({
    icon: 'hold',
    tone: 'wait',
    where: '県立図書館',
    day: until(row.keptUntil),
    next: '貸出の点数が空くのを待つ',
  }),
  packed: (row) => ({
    icon: 'box',
    where: '発送棚',
    day: on(row.plannedDispatchDay, '発送予定'),
    next: '発送する',
  }),
  shipped: (row) => ({
    icon: 'truck',
    tone: 'next',
    where: '配送中',
    day: on(row.expectedDate, '着'),
    next: '館で到着を受け付ける',
  }),
  arrivalOverdue: (row) => ({
    icon: 'truck',
    tone: 'ask',
    where: '配送中',
    day: on(row.expectedDate, '着の予定'),
    next: '着いたか館に確かめる',
  }),
  ready: (row, { nameOf }) => ({
    icon: 'hold',
    tone: 'hold',
    where: [nameOf(row.pickupLibrary), row.holdNumber].filter(Boolean).join('　'),
    day: until(row.holdUntil ?? row.due?.date ?? null),
    next: '受け取り待ち',
  }),
  handOutUnconfirmed: (row, { nameOf }) => ({
    icon: 'question',
    tone: 'ask',
    where: nameOf(row.pickupLibrary),
    day: until(row.holdUntil),
    next: 'お渡ししたかを館に確かめる',
  }),
  handedOut: (row) => ({
    icon: 'book',
    where: 'ご本人',
    day: until(row.due?.date ?? null),
    next: onLoan(row),
  }),
  overdue: (row, { today }) => ({
    icon: 'stop',
    tone: 'stop',
    where: 'ご本人',
    day: until(row.due?.date ?? null),
    ...(row.due ? { past: `${daysBetween(row.due.date, today)}日過ぎています` } : {}),
    next: '返却のお願い',
  }),
  returning: () => ({ icon: 'back', tone: 'back', where: '返送中', day: '—', next: '県立図書館で返却受付' }),
  returned: isOver('済み'),
  cancelled: isOver('済み'),
  expired: () => ({ icon: 'back', tone: 'back', where: '返送待ち', day: '—', next: '県立図書館で返却受付' }),
  lostInTransit: (row) => ({
    icon: 'ask',
    tone: 'ask',
    where: '見つかりません',
    ...(isLostByReader(row)
      ? { day: until(row.due?.date ?? null), next: '返らない資料で手続きする' }
      : { day: '—', next: 'ほかの資料で用意する' }),
  }),
  settled: isOver('済み'),
};

export function whereNext(row: MyLibraryRow, known: Known): WhereNext {
  return said[row.state](row, known);
}
