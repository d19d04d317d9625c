import type { NoticeKind } from '@toshobin/contracts';

/** Subject and text of a mail. `[name?…]` is a line that stands only when `name` has a value. */
export interface Template {
  subject: string;
  text: string;
  /** Whether the mail has the one link that is meant to be opened: no other stands beside it. */
  ownLink?: true;
}

/** Around the text of every mail. The card is named by its last four digits, never the person. */
export const frame = `貸出カード番号 下4桁 {cardLast4} の方へ

{text}

詳しくは Myライブラリをご覧ください。
{myLibraryUrl}

このメールは送信専用です。
{libraryName} 電話 {phone}
`;

/** The frame of a mail around a text with the one link that is meant. */
export const linkFrame = `貸出カード番号 下4桁 {cardLast4} の方へ

{text}

このメールは送信専用です。
{libraryName} 電話 {phone}
`;

/** The frame of a mail to somebody who has no card yet, and so no My Library. */
export const applicantFrame = `{text}

このメールは送信専用です。
{libraryName} 電話 {phone}
`;

const ready = '【{libraryName}】予約の資料が受取可能になりました';

/** The library's own wording, kind by kind. */
export const templates: Readonly<Record<NoticeKind, Template>> = {
  accepted: {
    subject: '【{libraryName}】予約を受け付けました',
    text: `次の予約を受け付けました。
{items}
受取館：{pickupLibrary}
[position?順番：{position}番目]
[earliest?早ければ{earliest}ごろ受け取れます。]

資料が受取可能になりましたら、メールでお知らせします。
予約の変更やキャンセルは、Myライブラリでできます。`,
  },
  yourTurn: {
    subject: '【{libraryName}】予約の資料を準備しています',
    text: `順番がきましたので、次の資料の準備を始めました。
{items}
受取館：{pickupLibrary}

受取可能になりましたら、もう一度お知らせします。`,
  },
  readyAtMunicipal: {
    subject: ready,
    text: `次の資料を {pickupLibrary} で受け取れます。
{items}
[expectedDate?{expectedDate}ごろ到着の予定です。受け取る前に {pickupLibrary} にご確認ください。]

取り置き期限・返却期限：{dueDate}まで
貸出期間は配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。
この日までに受け取りがないときは、キャンセル扱いとなります。

受け取りには、県立図書館の貸出カード、またはスマートフォンの貸出カード番号画面が必要です。
{cardUrl}
{pickupLibrary}の休館日：{closedDays}
[pickupPhone?{pickupLibrary} 電話 {pickupPhone}]
開館時間と地図：{librariesUrl}/{pickupCode}
[cover?雑誌は保護カバー（袋）に入っています。そのままご返却ください。]

受け取る前の延長はできません。受け取った後、条件が合えば1回延長できます。`,
  },
  readyAtPrefectural: {
    subject: ready,
    text: `次の資料を {libraryName} のカウンターで受け取れます。
{items}

取り置き期限：{holdUntil}まで
この日までに受け取りがないときは、キャンセル扱いとなります。
貸出期間は、受け取った日から{loanPeriod}です。

受け取りには、貸出カード、またはスマートフォンの貸出カード番号画面が必要です。
{cardUrl}
休館日：{closedDays}
開館時間と地図：{librariesUrl}/{pickupCode}
[atLoanLimit?貸出が{loanLimit}点のときは、先に返却が必要です。]`,
  },
  holdEndsSoon: {
    subject: '【{libraryName}】取り置き期限が近づいています',
    text: `次の資料をまだ取り置いています。
{items}
受取館：{pickupLibrary}
取り置き期限：{holdUntil}まで

ご不要のときは、Myライブラリでキャンセルしてください。
すでに受け取られたときは、Myライブラリで「受け取りました」を押してください。`,
  },
  dueSoon: {
    subject: '【{libraryName}】返却期限が近づいています',
    text: `次の資料の返却期限は {dueDate} です。
{items}

県立図書館または受取館に返却してください。ブックポストも使えます。
[cover?保護カバー（袋）に入った雑誌は、そのままご返却ください。]
[othersWaiting?次の方がお待ちのため、延長はできません。{othersWaiting}]
[extensionPossible?Myライブラリまたは電話で、1回延長できます。{extensionPossible}]
すでに返却されたときは、行き違いですのでご容赦ください。`,
  },
  overdue: {
    subject: '【{libraryName}】返却のお願い',
    text: `次の資料の返却期限が過ぎています。
{items}
返却期限：{dueDate}

お早めに、県立図書館または受取館に返却してください。ブックポストも使えます。
[othersWaiting?次の方がお待ちです。{othersWaiting}]
返却期限を過ぎた資料がある間は、ほかの資料の延長ができません。
すでに返却されたときや、見当たらないときは、お電話ください。`,
  },
  extended: {
    subject: '【{libraryName}】貸出期間を延長しました',
    text: `次の資料の貸出期間を延長しました。
{items}
新しい返却期限：{dueDate}まで

延長は1回だけです。`,
  },
  expired: {
    subject: '【{libraryName}】取り置き期限が過ぎました',
    text: `次の資料は、取り置き期限（{holdUntil}）までに受け取りの記録がなかったため、キャンセル扱いとなりました。
{items}
[comesHome?資料は県立図書館に返送します。]
[orderWaits?読みたい順予約は、次へ進まずにお待ちしています。続け方をMyライブラリでお選びください。]

必要なときは、もう一度予約してください。
すでに受け取られたときは、お手数ですがお電話ください。`,
  },
  cancelledByPatron: {
    subject: '【{libraryName}】予約をキャンセルしました',
    text: `次の予約をキャンセルしました。
{items}
[orderWaits?読みたい順予約は、次へ進まずにお待ちしています。続け方をMyライブラリでお選びください。]

お心当たりがないときは、お電話ください。`,
  },
  cancelledByLibrary: {
    subject: '【{libraryName}】予約の資料をご用意できなくなりました',
    text: `申し訳ございません。次の資料は{reason}ため、ご用意できなくなりました。
{items}
[orderWaits?読みたい順予約は、次へ進まずにお待ちしています。続け方をMyライブラリでお選びください。]

ほかに同じ内容の資料をお探しすることもできます。お電話ください。`,
  },
  handedIn: {
    subject: '【{libraryName}】返却を受け付けました',
    text: `次の資料の返却を {returnLibrary} で受け付けました。
{items}

県立図書館に着いてから返却処理をします。それまでMyライブラリでは「貸出中（返却受付済）」と表示されますが、延滞にはなりません。`,
  },
  returned: {
    subject: '【{libraryName}】返却処理が済みました',
    text: `次の資料の返却処理が済みました。ご利用ありがとうございました。
{items}
[othersShipped?ほかの資料を発送できるようになりました。]

貸出の記録は、ご希望の方を除き、この後消去します。`,
  },
  loanLimitReached: {
    subject: '【{libraryName}】予約の資料をお預かりしています',
    text: `次の資料をご用意しましたが、貸出が{loanLimit}点のため、発送を待っています。
{items}
お預かり期限：{keptUntil}まで

貸出中の資料を返却してください。返却処理が済みしだい発送します。
すでに受取館に返却された資料の配送中は、お預かり期限は進みません。
期限を過ぎると、次の方にお回しします。予約の順番は残ります。`,
  },
  readyTakenBack: {
    subject: '【{libraryName}】予約の資料の受け取りについて',
    text: `申し訳ございません。受取可能とお知らせした次の資料は、図書館の都合により、まだお渡しできません。
{items}
受取館：{pickupLibrary}

予約の順番は変わりません。ご用意ができましたら、もう一度お知らせします。手続きは必要ありません。`,
  },
  delayed: {
    subject: '【{libraryName}】予約の資料の到着が遅れています',
    text: `申し訳ございません。次の資料の到着を確認できていません。
[wasReady?先に受取可能とお知らせしましたが、まだ受け取れません。]
{items}
受取館：{pickupLibrary}

ただいま調べています。分かりしだいお知らせします。手続きは必要ありません。`,
  },
  datesMoved: {
    subject: '【{libraryName}】期限が変わりました',
    text: `{affectedLibrary}の{reason}のため、次の資料の期限が変わりました。
{items}
[holdUntil?新しい取り置き期限：{holdUntil}まで]
[dueDate?新しい返却期限：{dueDate}まで]

手続きは必要ありません。`,
  },
  pickupLibraryPaused: {
    subject: '【{libraryName}】受取館を選び直してください',
    text: `{pickupLibrary}は{pausedFrom}から受け取りに使えなくなります。
{items}

{chooseBy}までに、Myライブラリで別の受取館を選んでください。予約の順番は変わりません。`,
  },
  verifyEmail: {
    subject: '【{libraryName}】メールアドレスの確認',
    ownLink: true,
    text: `次のリンクを開き、「登録を終える」を押すと、メールアドレスの登録が終わります。
{verifyUrl}

このリンクは{validHours}時間、1回だけ使えます。
お心当たりがないときは、このメールを消してください。登録はされません。`,
  },
  emailChanged: {
    subject: '【{libraryName}】メールアドレスが変更されました',
    text: `登録のメールアドレスが変更されました。今後は新しいアドレスにお知らせします。

お心当たりがないときは、すぐにお電話ください。`,
  },
  passwordChanged: {
    subject: '【{libraryName}】パスワードが変更されました',
    text: `パスワードが変更されました。
お心当たりがないときは、すぐにお電話ください。`,
  },
  resetPassword: {
    subject: '【{libraryName}】パスワードの再設定',
    ownLink: true,
    text: `次のリンクを開いて、新しいパスワードを決めてください。
{resetUrl}

このリンクは{validMinutes}分、1回だけ使えます。
お心当たりがないときは、このメールを消してください。パスワードは変わりません。`,
  },
  cardApplied: {
    subject: '【{libraryName}】貸出カードの申込みを受け付けました',
    text: `貸出カードの申込みを受け付けました。受付番号：{applicationNumber}
確認が済みましたら、メールでお知らせします。{days}日ほどかかります。`,
  },
  cardIssued: {
    subject: '【{libraryName}】貸出カードができました',
    text: `貸出カードができました。カードは郵便でお送りします。
カードが届きましたら、カード番号でMyライブラリにログインし、パスワードを決めてください。
はじめてログインするときのパスワードは、生年月日の西暦8桁です（例：昭和36年4月5日は 19610405）。`,
  },
  cardDeclined: {
    subject: '【{libraryName}】貸出カードの申込みについて',
    text: `お申込みの内容を確認できませんでした。理由：{reason}
[applicationNumber?受付番号：{applicationNumber}]
もう一度お申し込みいただくか、お電話ください。`,
  },
  cardExpiresSoon: {
    subject: '【{libraryName}】貸出カードの有効期限が近づいています',
    text: `貸出カードの有効期限は {expiryDate} です。オンラインまたは郵送で更新できます。
期限が過ぎても、返却と、取り置き中の資料の受け取りはできます。`,
  },
  cardErasedSoon: {
    subject: '【{libraryName}】利用登録をまもなく消去します',
    text: `貸出カードの有効期限は {expiryDate} で切れています。
更新のないときは、{erasedFrom} から、利用登録と、お預かりしている情報をすべて消去します。消去すると、元には戻せません。

続けてお使いになる方は、その前に更新をお申し込みください。
{renewalUrl}
ご不要のときは、手続きは必要ありません。`,
  },
  readingOrderEnded: {
    subject: '【{libraryName}】読みたい順予約が終わりました',
    text: `次へ進まずにお待ちしていた読みたい順予約は、{days}日がたちましたので終わりました。
お渡ししていない資料：{count}点
[items?{items}]

予約中の資料と借りている資料は、そのままです。
続きは、いつでももう一度お申し込みいただけます。ご不要のときは、手続きは必要ありません。`,
  },
  testMail: {
    subject: '【{libraryName}】メールが届くかの確認',
    text: 'このメールが届いていれば、設定は済んでいます。',
  },
};
