import type { ReservationState } from '@toshobin/lending-rules';

/** The states of words.ja.md as staff read them. */
export const stateWords: Readonly<Record<ReservationState, string>> = {
  requested: '予約受付',
  rejected: '受付不可',
  queued: '割当待ち',
  suspended: '一時停止',
  allocated: '出庫待ち',
  picked: '出庫済・梱包待ち',
  heldForLoanLimit: '貸出上限で保留',
  packed: '梱包済・発送待ち',
  shipped: '配送中',
  arrivalOverdue: '未着確認中',
  ready: '取り置き中',
  handOutUnconfirmed: '引渡し確認中',
  handedOut: '貸出中',
  overdue: '延滞中',
  returning: '返却受付済・返送中',
  returned: '返却処理済',
  cancelled: 'キャンセル済',
  expired: '取り置き期限切れ・返送待ち',
  lostInTransit: '配送中の紛失',
  settled: '弁償・除籍で終了',
};
