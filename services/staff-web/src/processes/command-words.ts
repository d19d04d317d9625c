import type { CatalogActivities, PatronActivities, ShippingActivities } from '@toshobin/contracts';
import type { CommandTaker } from './failing-commands.ts';

/** Whom the page names, and what its process is called where it is started. */
export const takerWords: Readonly<Record<CommandTaker, string>> = {
  catalog: '資料と貸出（catalog）',
  patron: '利用者とメール（patron）',
  shipping: '小包と館（shipping）',
  workflows: '予約の処理（workflows）',
};

const ofCatalog: Readonly<Record<keyof CatalogActivities, string>> = {
  joinQueue: '順番待ちに加える',
  leaveQueue: '順番待ちから外す',
  suspend: '予約を一時停止する',
  resume: '予約を再開する',
  changePickup: '受取館を変更する',
  endRedirect: '受取館の変更を決める',
  openLoan: '貸出を始める',
  moveDueAfterLateMail: 'メールが遅れた分、返却期限を延ばす',
  extendIfNobodyWaits: '貸出を延長する',
  declarePickedUp: '「受け取りました」を記録する',
  expireHold: '取り置きを終える',
  passOnUnlessAlone: '次の方に回す',
  closeReservation: '予約を終える',
  positionOf: '予約の今の状態を調べる',
  whoIsBehind: '夜、処理が知らないことを調べる',
  openReservations: '台帳で続いている予約を調べる',
  deletedHistory: '利用者が消した貸出履歴を調べる',
  tellRows: '予約の今の状態をもう一度知らせる',
  releaseUnknown: '申込みの失われた予約をキャンセルする',
  policyInForce: '貸出規則の数を調べる',
  openTask: '要確認の仕事を出す',
  clearTasks: '要確認の仕事を済みにする',
  forgetMoments: '終わった予約の時刻を消す',
  lookAtWhatWaits: '夜、待っている予約と資料を見直す',
};

const ofPatron: Readonly<Record<keyof PatronActivities, string>> = {
  recordMilestone: 'Myライブラリとメールに知らせる',
  claimLoanSlot: '貸出の枠を取る',
  releaseLoanSlot: '貸出の枠を返す',
  loanLimitKeptUntil: '取っておく期限を調べる',
  openReservations: '続いている予約を調べる',
  requestsOf: '予約の申込みを調べる',
  rowsOf: 'マイライブラリの行を調べる',
  eraseAgain: '消したはずの記録をもう一度消す',
  deleteHistoryAgain: '利用者が消した貸出履歴をもう一度消す',
  positionOf: '予約の今の状態を調べる',
  whoIsBehind: '夜、処理が知らないことを調べる',
  advanceReadingOrder: '読みたい順の、次の巻を予約する',
  eraseClosed: '終わった予約の記録を消す',
  endExpiredRegistrations: '期限の切れた利用登録を消す',
  remindExpiringCards: '貸出カードの期限を知らせる',
  askIdentityCheck: '本人の確認を頼む',
  issueCard: '貸出カードを発行する',
  declineApplication: 'カードの申込みを断る',
};

const ofShipping: Readonly<Record<keyof ShippingActivities, string>> = {
  addToPackingList: '梱包の一覧に入れる',
  redirect: '小包のあて先を変える',
  askShelfCheck: '受取館に、棚にあるか尋ねる',
  shelfCheckOf: '受取館の答えを調べる',
  assumeArrival: '小包が着いたものとする',
  askAboutParcel: '着かない小包を尋ねる',
  declareParcelLost: '小包を紛失とする',
  parcelState: '小包の状態を調べる',
  parcelsUnderWay: '配送中の小包を調べる',
  forgetSettled: '終わった予約の荷物の中身を消す',
  closeDispatchBatch: '発送日の締切を行う',
};

const words: Readonly<Record<CommandTaker, ReadonlyMap<string, string>>> = {
  catalog: new Map(Object.entries(ofCatalog)),
  patron: new Map(Object.entries(ofPatron)),
  shipping: new Map(Object.entries(ofShipping)),
  workflows: new Map([
    ['askWhatTheyKnow', '夜、予約の処理に、知っていることを尋ねる'],
    ['reconcileReservations', '予約の処理を今の状態に合わせる'],
    ['runningReservations', '動いている予約の処理を調べる'],
    ['restartReservations', '予約の処理を始め直す'],
    ['reconcileParcels', '小包の処理を今の状態に合わせる'],
  ]),
};

/** A command in words of the desk, with its own name for whoever mends it. */
export function commandInWords(taker: CommandTaker, command: string): string {
  const said = words[taker].get(command);
  return said === undefined ? command : `${said}（${command}）`;
}
