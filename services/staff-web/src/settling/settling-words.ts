import type { UnreturnedLoan } from '@toshobin/contracts';
import { type CalendarDate, type DeskSettlement, daysBetween } from '@toshobin/lending-rules';

/** The three ways in which a loan without its book ends: what it is called, when it is the right one, what is pressed. */
export const ways: Readonly<
  Record<DeskSettlement, { name: string; when: string; button: string; done: string }>
> = {
  returned: {
    name: '返却された',
    when: '現物が見つかった、または返ってきたが、読み取りがないとき。この後、返却受付で読み取ります。',
    button: '返却されたものとして終える',
    done: '返却されたものとして終えました',
  },
  paid: {
    name: '弁償',
    when: '利用者が同じ本か代わりの本を納めたとき。現物の資料は除籍になります。',
    button: '弁償で終える',
    done: '弁償で終えました',
  },
  writtenOff: {
    name: '除籍・免除',
    when: '返る見込みがない、災害などのとき。利用者に求めずに終えます。現物の資料は除籍になります。',
    button: '除籍・免除で終える',
    done: '除籍・免除で終えました',
  },
};

/** What a loan is called that has not come back; the days since its date only while somebody has it. */
export function stateOfLoan({ kind, handedIn, due, settled }: UnreturnedLoan, today: CalendarDate): string {
  if (settled !== null && settled.how !== 'neverLent') return `今日、${ways[settled.how].done}`;
  if (handedIn) return '返却受付済・返送中に紛失';
  const late = due === null ? 0 : daysBetween(due.date, today);
  const since = late > 0 ? `（期限から${late}日）` : '';
  return kind === 'lost' ? `紛失${since}` : `延滞中${since}`;
}
