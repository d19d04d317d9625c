import type { Task, TaskWhy } from '@toshobin/contracts';

/**
 * What happened and what to do next, by kind; `days`: within how many days after it was found (none: no hurry). A date
 * that a rule sets is the process's own; these are the desk's.
 */
export const taskWords: Readonly<Record<Task['kind'], { title: string; next: string; days?: number }>> = {
  callPatron: {
    title: 'メールが届きません。電話で知らせます',
    next: '電話します。知らせた日から、取り置き期間が始まります。',
    days: 14,
  },
  addressUndeliverable: {
    title: '登録のアドレスにメールが届きません',
    next: '電話して、別のアドレスを登録していただきます。',
    days: 14,
  },
  overLimit: {
    title: '貸出が上限を超えています',
    next: '理由を確かめます。手続きは止まりません。',
  },
  checkIdentity: {
    title: '貸出カードの申込みがあります',
    next: '申込みの内容とご本人を確かめ、「発行する」か「お断りする」を選びます。',
    days: 7,
  },
  postCard: {
    title: '貸出カードができました',
    next: 'カードを印刷して郵送し、「郵送しました」か「済みにする」を押します。',
    days: 3,
  },
  renewCard: {
    title: '貸出カードの更新の申込みがあります',
    next: '住所などを確かめ、新しい有効期限を入れます。',
    days: 7,
  },
  searchCopy: {
    title: '棚にありません',
    next: 'もう一度捜します。見つかったら返却受付で読み取ります。見つからないときは紛失にします。',
    days: 14,
  },
  sendBack: {
    title: '返却を受け付けた資料が、まだ返送されていません',
    next: '返送の小包に入れて、県立図書館へ送ります。',
    days: 1,
  },
  searchReturn: {
    title: '返却を受け付けた資料が、まだ県立図書館に着きません',
    next: '館と県立図書館の棚、返送箱を捜します。利用者の負担にはなりません。',
    days: 14,
  },
  claimedReturned: {
    title: '返したとのお申し出があります',
    next: '館と県立図書館の棚、返送箱、ブックポストを捜します。見つかったら読み取ります。見つからないときは紛失にします。利用者の負担にはなりません。',
    days: 14,
  },
  partMissing: {
    title: '資料に付くものがありません',
    next: '返却箱と作業台を捜します。ないときは利用者に尋ねます。どなたに貸したかが分かるのは、返却処理をした日だけです。そろったら済みにします。',
    days: 7,
  },
  searchUnlent: {
    title: '貸し出さなかった資料が、まだ県立図書館に着きません',
    next: '館と県立図書館の棚、返送箱を捜します。',
    days: 14,
  },
  askBranch: {
    title: '取り置き期限後、棚にあるか分かりません',
    next: '館に電話し、「ある」か「ない」かを代行入力します。メールはまだ送りません。',
    days: 1,
  },
  confirmHandOut: {
    title: '引渡しの記録がないまま、お渡ししたようです',
    next: '利用者に確かめ、「引渡しを確かめた」を入れます。',
    days: 3,
  },
  decideUnreached: {
    title: '連絡がつかないまま、期限が過ぎました',
    next: '予約を図書館の都合でキャンセルします。',
    days: 1,
  },
  longOverdue: {
    title: '長い間、返却されていません',
    next: '電話します。返却されたら、ふつうに読み取ります。弁償のとき、返る見込みがないときは、手続きで終えます。',
    days: 14,
  },
  wrongPerson: {
    title: 'ほかの方に渡った資料があります',
    next: 'お渡しした方に電話し、資料を返していただきます。お待ちの方には別の資料を用意します。',
    days: 1,
  },
  findParcel: {
    title: '到着の読み取りがまだありません',
    next: '届いていれば、小包の番号を読み取ります（返送は、県立図書館の到着受付で）。届いていなければ、郵便局に尋ねます。お問い合わせ番号は「小包を見る」にあります。',
    days: 1,
  },
  parcelLost: {
    title: '小包がなくなりました',
    next: '郵便局に損害賠償を申し込みます。',
    days: 14,
  },
  parcelContents: {
    title: '小包の中身が合いません',
    next: '梱包台と館の棚を捜します。足りないものが見つからないときは、紛失にします。',
    days: 1,
  },
  arrivalUndone: {
    title: '小包の到着の読み取りが取り消されました',
    next: '館に小包があるか確かめます。まだのときは、受け取れるというメールが届いた利用者に知らせます。',
    days: 1,
  },
  moveHold: {
    title: '受取館が変わりました。資料を移します',
    next: '取り置き棚や小包から出し、返却受付で読み取った次の行き先に移します。',
    days: 1,
  },
  borrowerUnknown: {
    title: '貸出中の資料を、誰が持っているかわかりません',
    next: '申込みの記録が失われました。心当たりを捜し、返却されたら読み取ります。',
  },
  versionWentBack: {
    title: '予約の状態が、知らせてあったものより古くなりました',
    next: 'システムの担当者に知らせます。目録のデータベースを戻したときは、手順書のとおりに復元を知らせると、ここから消えます。',
    days: 1,
  },
  moveDate: {
    title: '臨時休館に合わせて期限を動かせません',
    next: 'システムの担当者に知らせます。動くまで自動で試し、動くとここから消えます。',
    days: 1,
  },
  startReservation: {
    title: '受け付けた予約の手続きを始められません',
    next: 'システムの担当者に知らせます。始まるまで自動で試し、始まるとここから消えます。',
    days: 1,
  },
  ofAnotherRelease: {
    title: 'この版のシステムが知らない仕事です',
    next: 'システムの更新が終わったら、もう一度ご覧ください。そのあとも変わらないときは、システムの担当者に知らせます。',
  },
};

/** What to do next where that hangs on why there is the task. */
const nextBecause: Readonly<Partial<Record<TaskWhy, string>>> = {
  cardOfNobody:
    '取り置きの方に電話し、お持ちなら「引渡しを確かめた」を入れます。お持ちでなければ、館に電話し、どなたに渡したかを尋ねます。',
  extra:
    'どこへ送る資料かを確かめ、小包の届いた館に電話して、転送か返送を頼みます。頼んだら済みにします。引き渡されるか県立図書館に戻ると、ここから消えます。',
};

export function nextOf({ kind, why }: Pick<Task, 'kind' | 'why'>): string {
  return (why && nextBecause[why]) ?? taskWords[kind].next;
}

export const whyWords: Readonly<Record<TaskWhy, string>> = {
  noAddress: 'アドレスの登録がありません。',
  bounced: 'メールが戻りました。',
  complained: '迷惑メールとされました。',
  refused: 'メールを送れませんでした。',
  lateFact: '後から読み取りがありました。',
  override: '理由を書いて進めました。',
  reservationBack: '貸出だったものが、予約に戻りました。',
  online: 'ウェブからの申込みです。',
  paper: '用紙での申込みです。',
  issued: '新しく発行しました。',
  replaced: '再発行しました。',
  patronAsked: '利用者からの申込みです。',
  notOnShelf: '出庫のとき、見つかりませんでした。',
  cover: '保護カバー（袋）がありません。',
  supplement: '付属資料がありません。',
  notSent: '返送されていません。',
  notHome: '県立図書館に着いていません。',
  saidReturned: '返却の読み取りがありません。',
  noAnswer: '館からの答えがありません。',
  notOnHoldShelf: '取り置き棚にありません。',
  cardOfNobody: '引渡しで読み取られた番号の貸出カードは、ありません。',
  noMailReached: 'メールが届いていません。',
  handedToAnother: 'ほかの方にお渡ししました。',
  remindedInVain: '督促のメールを送りましたが、返却されていません。',
  settlementUndone: '返らない資料の手続きを取り消しました。',
  applicationLost: '申込みの記録がありません。',
  notArrived: '到着していません。',
  missing: '足りません。',
  extra: '余分にあります。',
  takenBack: '到着を示した返却受付が取り消されました。',
  tooLate: '到着を示した返却受付が取り消されましたが、小包は先に進んでいます。',
  pickupLibraryChanged: '利用者が受取館を変えました。',
  passedOn: '次の方にお回ししました。',
  catalogOlder: '目録のデータベースが戻されたようです。',
  notMoved: '何度か試しました。',
  notStarted: '何度か試しました。',
};
