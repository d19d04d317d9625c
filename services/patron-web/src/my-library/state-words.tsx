import type { PatronRow, ReservationState } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import { Icon, type IconName } from '@toshobin/web';

/** The state of a reservation in the patron's words, with the date that belongs to it. */
export function stateWords(row: PatronRow): string {
  const until = (date: PatronRow['holdUntil']) => (date ? `（${formatDateJa(date)}まで）` : '');
  switch (row.state) {
    case 'requested':
      return '受付中';
    case 'rejected':
      return 'お受けできませんでした';
    case 'queued':
      return row.position === null ? '順番待ち' : `順番待ち（${row.position}番目）`;
    case 'suspended':
      return row.resumesOn ? `一時停止中（${formatDateJa(row.resumesOn)}に再開）` : '一時停止中';
    case 'allocated':
    case 'picked':
      return '準備中';
    case 'heldForLoanLimit':
      return '発送待ち（貸出点数が上限です）';
    case 'packed':
      return row.plannedDispatchDay
        ? `発送待ち（${formatDateJa(row.plannedDispatchDay)}発送予定）`
        : '発送待ち';
    case 'shipped':
      return row.expectedDate ? `配送中（${formatDateJa(row.expectedDate)}ごろ到着）` : '配送中';
    case 'arrivalOverdue':
      return '配送中（到着の確認中）';
    case 'ready':
      return `受取可能${until(row.holdUntil ?? row.due?.date ?? null)}`;
    case 'handedOut':
      return `貸出中${until(row.due?.date ?? null)}`;
    case 'overdue':
      return '返却期限を過ぎています';
    case 'returning':
      return '貸出中（返却受付済・県立図書館へ配送中）';
    case 'returned':
      return '返却処理済';
    case 'cancelled':
      return 'キャンセル済';
    case 'expired':
      return '取り置き期限切れ（キャンセル扱い）';
    case 'handOutUnconfirmed':
      return '受け取りの確認中';
    case 'lostInTransit':
      return '所在を確認しています';
  }
}

const looks: Partial<Record<ReservationState, [tone: string, icon: IconName]>> = {
  queued: ['wait', 'clock'],
  suspended: ['wait', 'clock'],
  allocated: ['move', 'box'],
  picked: ['move', 'box'],
  heldForLoanLimit: ['move', 'box'],
  packed: ['move', 'box'],
  shipped: ['move', 'truck'],
  arrivalOverdue: ['wait', 'truck'],
  ready: ['ready', 'ok'],
  handOutUnconfirmed: ['wait', 'ask'],
  lostInTransit: ['wait', 'ask'],
  handedOut: ['move', 'book'],
  overdue: ['stop', 'ask'],
  rejected: ['stop', 'stop'],
};

/** The state as a label: icon and words, never colour alone. */
export function StateChip({ row }: { row: PatronRow }) {
  const [tone, icon] = looks[row.state] ?? ['', 'back'];
  return (
    <span class={tone ? `chip chip--${tone}` : 'chip'} data-state={row.state}>
      <Icon name={icon} />
      <span>{stateWords(row)}</span>
    </span>
  );
}

/** States in which the copy is with the patron. */
export const onLoan: ReadonlySet<ReservationState> = new Set(['handedOut', 'overdue', 'returning']);
