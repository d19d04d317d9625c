import type { LendingPolicy, MailWindow } from '@toshobin/lending-rules';
import { type Kind, written } from './number-words.ts';

export type NumberName = keyof LendingPolicy;

/** The rules that have numbers, in the order of the page. */
export const groups = [
  { id: 'cards', title: '有効期限の切れたカード', rule: 'R1' },
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

/** A number of that kind, in its group, by its name for staff. */
const of = (kind: Kind) => (group: GroupId, label: string) => ({ group, label, kind });
const period = of({ kind: 'period' });
const days = of({ kind: 'number', unit: '日' });
const times = of({ kind: 'number', unit: '回' });
const items = of({ kind: 'number', unit: '点' });

export const numberWords: Readonly<Record<NumberName, ReturnType<typeof period>>> = {
  expiredCardsKeptMonths: of({ kind: 'months' })('cards', '有効期限が切れてから登録を消すまで'),
  reservationLimit: items('counts', '予約の上限'),
  loanLimit: items('counts', '貸出の上限'),
  handedInCountsTowardsLimit: of({ kind: 'choice', yes: '貸出の点数に数える', no: '数えない' })(
    'counts',
    '返却を受け付け、返却処理がまだの資料',
  ),
  phoneForOtherTitles: of({ kind: 'choice', yes: '受ける', no: '受けない' })(
    'phone',
    '「来館貸出可」のほかの資料の電話予約',
  ),
  holdPeriod: period('hold', '取り置き期間（メールの日から）'),
  holdMinimumOpenDays: days('hold', '取り置き期間に必ず含む開館日'),
  holdContactWithin: period('hold', 'メールの届かない方に、キャンセルの前に連絡を試みる期間'),
  holdReminderBefore: period('hold', '「取り置き期限が近い」メール（期限の前）'),
  loanPeriod: period('loan', '貸出期間（配送期間を含む）'),
  lateMailThreshold: period('loan', '「受取可能」メールが発送からこれより遅いと、返却期限を決め直す'),
  lateMailLoanPeriod: period('loan', '決め直すときの貸出期間（メールの日から）'),
  assumedArrivalDeliveryDays: days('loan', '読み取りがなくても到着とみなす、発送後の配達日'),
  extensionPeriod: period('extension', '延長の期間（手続日から）'),
  extensionPreviewValidity: period('extension', '表示した新しい返却期限で延長できる時間'),
  shelfCheckOpenDays: days('expired', '「棚にありますか」に館が答える開館日'),
  shelfCheckGrace: period('expired', '「ない」と答えた後、返却を待つ期間'),
  handOutAfterExpiry: period('expired', '期限の後にお渡しした資料の貸出期間'),
  sendBackOpenDays: days('return', '返却受付から返送までの開館日'),
  homeWithin: period('return', '県立図書館に着かないと捜索を始める期間'),
  searchFor: period('return', '捜索の期間'),
  yuMailMaxItems: items('parcel', 'ゆうメールの目安：点数'),
  yuMailMaxWeightGrams: of({ kind: 'number', unit: 'g' })('parcel', 'ゆうメールの目安：重さ'),
  yuMailMaxThicknessMm: of({ kind: 'number', unit: 'mm' })('parcel', 'ゆうメールの目安：厚さ'),
  yuMailDeliveryDays: days('parcel', 'ゆうメールが着くまで'),
  yuPackDeliveryDays: days('parcel', 'ゆうパックが着くまで'),
  yuMailNotDeliveredOn: of({ kind: 'weekdays' })('parcel', 'ゆうメールの配達がない曜日'),
  yuPackNotDeliveredOn: of({ kind: 'weekdays' })('parcel', 'ゆうパックの配達がない曜日'),
  longClosureDays: days('parcel', '発送を待つ、受取館の休館の長さ'),
  yuMailAskLibraryOpenDays: days('arrival', 'ゆうメール：受取館に尋ねる'),
  yuMailAskDeskOpenDays: days('arrival', 'ゆうメール：県立図書館が郵便局に尋ねる'),
  yuMailLostOpenDays: days('arrival', 'ゆうメール：配送中の紛失とする'),
  yuPackAskLibraryOpenDays: days('arrival', 'ゆうパック：受取館に尋ねる'),
  yuPackAskDeskOpenDays: days('arrival', 'ゆうパック：県立図書館が郵便局に尋ねる'),
  yuPackLostOpenDays: days('arrival', 'ゆうパック：配送中の紛失とする'),
  loanLimitKeep: period('atLimit', '資料を取っておく期間（次の方がお待ちのとき）'),
  loanLimitKeepAlone: period('atLimit', '資料を取っておく期間（次の方がいないとき）'),
  dueReminderBefore: period('due', '「返却期限が近い」メール（期限の前）'),
  overdueNoticesAfter: of({ kind: 'periods' })(
    'due',
    '「返却のお願い」メール（期限の後）。最後の後は、電話します',
  ),
  mailWindow: of({ kind: 'window' })('mail', 'メールを送る時間'),
  readingOrders: of({ kind: 'choice', yes: '受ける', no: '受けない' })(
    'inOrder',
    '巻や号を順に予約する申込み',
  ),
  suspensionMax: period('suspension', '一時停止の長さの上限'),
  wishesPerReservation: times('wishes', '1件の予約について'),
  wishesPerPatron: times('wishes', '1人の利用者について'),
};

export const numberNames = Object.keys(numberWords).filter((name): name is NumberName => name in numberWords);

/** When mails go out: a setting may have other hours than the rules, or none. */
export function mailWindowWords(window: MailWindow): string {
  if (window === 'always') return '今の設定（MAIL_WINDOW）では、この時間でなくても、いつでも送ります。';
  const links = '確認メールとパスワードのメールは、いつでもすぐに送ります。';
  if (window === 'policy') return links;
  return `今の設定（MAIL_WINDOW）では、この時間でなく、${written(window, { kind: 'window' })}に送ります。${links}`;
}
