import type { LendingPolicy } from '@toshobin/lending-rules';
import type { Kind } from './number-words.ts';

export type NumberName = keyof LendingPolicy;

/** The rules that have numbers, in the order of the page. */
export const groups = [
  { id: 'counts', title: '利用点数', rule: 'R3' },
  { id: 'phone', title: '電話受付', rule: 'R4' },
  { id: 'hold', title: '県立図書館での取り置き', rule: 'R6' },
  { id: 'loan', title: '貸出期間', rule: 'R7' },
  { id: 'extension', title: '延長', rule: 'R8' },
  { id: 'expired', title: '取り置き期限の後', rule: 'R9' },
  { id: 'return', title: '返却と捜索', rule: 'R10' },
  { id: 'parcel', title: '小包', rule: 'R11' },
  { id: 'arrival', title: '着かない小包（到着予定日の後の開館日数）', rule: 'R7' },
  { id: 'atLimit', title: '貸出上限で保留', rule: 'R15' },
  { id: 'due', title: '返却期限のお知らせ', rule: 'R18' },
  { id: 'mail', title: 'メール', rule: 'R19' },
  { id: 'inOrder', title: '読みたい順予約', rule: 'R3' },
  { id: 'suspension', title: '一時停止', rule: 'R20' },
  { id: 'wishes', title: '予約の変更（1時間に受け付ける回数）', rule: 'R20' },
] as const;
export type GroupId = (typeof groups)[number]['id'];

const period: Kind = { kind: 'period' };
const days: Kind = { kind: 'number', unit: '日' };
const times: Kind = { kind: 'number', unit: '回' };
const items: Kind = { kind: 'number', unit: '点' };

/** What each number is to staff, and how it is written. */
export const numberWords: Readonly<Record<NumberName, { group: GroupId; label: string; kind: Kind }>> = {
  reservationLimit: { group: 'counts', label: '予約の上限', kind: items },
  loanLimit: { group: 'counts', label: '貸出の上限', kind: items },
  handedInCountsTowardsLimit: {
    group: 'counts',
    label: '返却を受け付け、返却処理がまだの資料',
    kind: { kind: 'choice', yes: '貸出の点数に数える', no: '数えない' },
  },
  phoneForOtherTitles: {
    group: 'phone',
    label: '「来館貸出可」のほかの資料の電話予約',
    kind: { kind: 'choice', yes: '受ける', no: '受けない' },
  },
  holdPeriod: { group: 'hold', label: '取り置き期間（メールの日から）', kind: period },
  holdMinimumOpenDays: { group: 'hold', label: '取り置き期間に必ず含む開館日', kind: days },
  holdContactWithin: {
    group: 'hold',
    label: 'メールの届かない方に、キャンセルの前に連絡を試みる期間',
    kind: period,
  },
  holdReminderBefore: { group: 'hold', label: '「取り置き期限が近い」メール（期限の前）', kind: period },
  loanPeriod: { group: 'loan', label: '貸出期間（配送期間を含む）', kind: period },
  lateMailThreshold: {
    group: 'loan',
    label: '「受取可能」メールが発送からこれより遅いと、返却期限を決め直す',
    kind: period,
  },
  lateMailLoanPeriod: { group: 'loan', label: '決め直すときの貸出期間（メールの日から）', kind: period },
  assumedArrivalDeliveryDays: {
    group: 'loan',
    label: '読み取りがなくても到着とみなす、発送後の配達日',
    kind: days,
  },
  extensionPeriod: { group: 'extension', label: '延長の期間（手続日から）', kind: period },
  extensionPreviewValidity: {
    group: 'extension',
    label: '表示した新しい返却期限で延長できる時間',
    kind: period,
  },
  shelfCheckOpenDays: { group: 'expired', label: '「棚にありますか」に館が答える開館日', kind: days },
  shelfCheckGrace: { group: 'expired', label: '「ない」と答えた後、返却を待つ期間', kind: period },
  handOutAfterExpiry: { group: 'expired', label: '期限の後にお渡しした資料の貸出期間', kind: period },
  sendBackOpenDays: { group: 'return', label: '返却受付から返送までの開館日', kind: days },
  homeWithin: { group: 'return', label: '県立図書館に着かないと捜索を始める期間', kind: period },
  searchFor: { group: 'return', label: '捜索の期間', kind: period },
  yuMailMaxItems: { group: 'parcel', label: 'ゆうメールの目安：点数', kind: items },
  yuMailMaxWeightGrams: {
    group: 'parcel',
    label: 'ゆうメールの目安：重さ',
    kind: { kind: 'number', unit: 'g' },
  },
  yuMailMaxThicknessMm: {
    group: 'parcel',
    label: 'ゆうメールの目安：厚さ',
    kind: { kind: 'number', unit: 'mm' },
  },
  yuMailDeliveryDays: { group: 'parcel', label: 'ゆうメールが着くまで', kind: days },
  yuPackDeliveryDays: { group: 'parcel', label: 'ゆうパックが着くまで', kind: days },
  yuMailNotDeliveredOn: {
    group: 'parcel',
    label: 'ゆうメールの配達がない曜日',
    kind: { kind: 'weekdays' },
  },
  yuPackNotDeliveredOn: {
    group: 'parcel',
    label: 'ゆうパックの配達がない曜日',
    kind: { kind: 'weekdays' },
  },
  longClosureDays: { group: 'parcel', label: '発送を待つ、受取館の休館の長さ', kind: days },
  yuMailAskLibraryOpenDays: { group: 'arrival', label: 'ゆうメール：受取館に尋ねる', kind: days },
  yuMailAskDeskOpenDays: { group: 'arrival', label: 'ゆうメール：県立図書館が郵便局に尋ねる', kind: days },
  yuMailLostOpenDays: { group: 'arrival', label: 'ゆうメール：配送中の紛失とする', kind: days },
  yuPackAskLibraryOpenDays: { group: 'arrival', label: 'ゆうパック：受取館に尋ねる', kind: days },
  yuPackAskDeskOpenDays: { group: 'arrival', label: 'ゆうパック：県立図書館が郵便局に尋ねる', kind: days },
  yuPackLostOpenDays: { group: 'arrival', label: 'ゆうパック：配送中の紛失とする', kind: days },
  loanLimitKeep: { group: 'atLimit', label: '資料を取っておく期間（次の方がお待ちのとき）', kind: period },
  loanLimitKeepAlone: {
    group: 'atLimit',
    label: '資料を取っておく期間（次の方がいないとき）',
    kind: period,
  },
  dueReminderBefore: { group: 'due', label: '「返却期限が近い」メール（期限の前）', kind: period },
  overdueNoticesAfter: {
    group: 'due',
    label: '「返却のお願い」メール（期限の後）。最後の後は、電話します',
    kind: { kind: 'periods' },
  },
  mailWindow: { group: 'mail', label: 'メールを送る時間', kind: { kind: 'window' } },
  readingOrders: {
    group: 'inOrder',
    label: '巻や号を順に予約する申込み',
    kind: { kind: 'choice', yes: '受ける', no: '受けない' },
  },
  suspensionMax: { group: 'suspension', label: '一時停止の長さの上限', kind: period },
  wishesPerReservation: { group: 'wishes', label: '1件の予約について', kind: times },
  wishesPerPatron: { group: 'wishes', label: '1人の利用者について', kind: times },
};

/** Every number of the rules, in the order of the page. */
export const numberNames = Object.keys(numberWords).filter((name): name is NumberName => name in numberWords);
