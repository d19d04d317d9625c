import type { Contradiction } from './contradictions.ts';

/** What an operator reads on 止まっているもの: what contradicts what, and what to do. */
const reconcile = '経過の「今の状態に合わせて進める」を押します。';
const resend = '手順書のとおりに、サービスの知らせを送り直します（dead-letters --resend）。';
const scan = '資料を捜し、あるところで読み取ります。';
const waiting = 'nightly-waiting を起動します（手順書）。';
const desk = '県立図書館の窓口が、経過を見て決めます。';
const bug = 'ソフトの不具合です。この行を控えて、保守の担当に知らせます。';

export const contradictionWords: Readonly<Record<Contradiction, { title: string; next: string }>> = {
  toldOtherwise: { title: '知らせた予約の状態が、記録と違います', next: reconcile },
  wordLost: { title: '予約の状態の知らせが、送られないまま失われました', next: reconcile },
  entryWithoutCopy: { title: '順番待ちと資料の割り当てが合いません', next: bug },
  waitingToldWrongly: { title: '待つ人がいるかどうかが、正しく伝わっていません', next: resend },
  readyAndNotOnShelf: { title: '受取可能なのに、資料が取り置き棚にありません', next: scan },
  outAndElsewhere: { title: '貸出中の資料が、別のところにもあることになっています', next: scan },
  outAndInTransit: { title: '貸出中の資料が、配送中の小包にも入っています', next: scan },
  copyElsewhere: { title: '資料のある場所が、読み取りと違います', next: scan },
  twoHolders: { title: '一冊の資料が、二つの予約のものになっています', next: desk },
  waitsBesideFreeCopy: { title: '棚に資料があるのに、待っている人がいます', next: waiting },
  nobodyCanFill: {
    title: '貸し出せる資料のない題名を、知らされずに待っている人がいます',
    next: '窓口が取り消すか、資料を加えます。',
  },
  saidUnservable: { title: '用意できないとされた予約に、貸し出せる資料があります', next: waiting },
  queueUnfair: { title: '後から予約した人に、先に資料が渡りました', next: desk },
  withoutRow: { title: '続いている予約が、誰のマイライブラリにもありません', next: reconcile },
  unanswered: {
    title: '受け付けた予約に、処理がまだ答えていません',
    next: 'ひとりでに始まります。始まらないときは、patron の記録を見ます。',
  },
  withoutEntry: { title: '続いている予約が、どの順番待ちにもありません', next: reconcile },
  rowBehind: { title: 'マイライブラリに、予約の今の状態が届いていません', next: reconcile },
  rowOtherwise: { title: 'マイライブラリの表示が、予約の状態と合いません', next: reconcile },
  slotsOtherwise: { title: '予約・貸出の枠が、予約の状態と合いません', next: reconcile },
  overLimit: { title: '予約または貸出が上限を超え、窓口に知らされていません', next: desk },
  waitsWhileSlotFree: { title: '貸出の枠が空いているのに、資料を留め置いています', next: reconcile },
  readyAndBlocked: { title: '取り置き中の資料を、その人が受け取れません', next: desk },
  readyAndNotTold: { title: '受取可能なことが、誰からも知らされていません', next: reconcile },
  holdNotBegun: { title: '受取可能のメールが出たのに、取り置き期間が始まっていません', next: resend },
  withoutProcess: { title: '続いている予約に、処理がありません', next: reconcile },
  processOfNothing: { title: '終わった予約、または知られない予約の処理が動いています', next: reconcile },
  processBehind: { title: '処理に、予約の今の状態が届いていません', next: reconcile },
  processSilent: {
    title: '処理が動いていますが、答えません',
    next: '手順書の「A reservation that is stuck」を見ます。',
  },
  packingListOtherwise: { title: '梱包の一覧に、梱包しない資料があります', next: reconcile },
  notOnPackingList: { title: '取ってきた資料が、梱包の一覧にありません', next: reconcile },
  factUnheard: { title: '読み取りが、ほかのサービスに届いていません', next: resend },
  mailTwice: { title: '同じことを二度、メールで知らせました', next: bug },
  mailAfterReturn: {
    title: '返却された後に、督促または予告のメールが出ました',
    next: `窓口からおわびします。${bug}`,
  },
  acceptedNotTold: { title: '予約を受け付けたことが、知らされていません', next: reconcile },
  mailWaits: { title: '10分より長く、送られていないメールがあります', next: 'patron の記録を見ます。' },
  outboxWaits: {
    title: '送られていない知らせがあります',
    next: 'サービスを起動し直すか、Kafka を動かします。',
  },
  deadLetter: { title: '読めなかった知らせがあります', next: '「読めなかった知らせ」を見ます。' },
  parkedKey: { title: '不具合で止めた知らせがあります', next: '「読めなかった知らせ」を見ます。' },
};
