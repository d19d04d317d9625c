import type { KeptOfPerson } from './kept-of-person.ts';

/** In Japanese and in English. */
export type Words = readonly [ja: string, en: string];

type Row<T extends keyof KeptOfPerson> = KeptOfPerson[T][number];
interface WordsOf<T extends keyof KeptOfPerson> {
  title: Words;
  /** What stands beside each value; `file`: the page leaves it out, the file does not. */
  fields: { readonly [F in keyof Row<T>]-?: Words | 'file' };
}

const title = ['書名', 'Title'] as const;
const pickupLibrary = ['受取館', 'Pickup library'] as const;
const protectiveCover = ['保護カバー（袋）', 'Protective cover'] as const;
const sentOn = ['送った日時', 'Sent'] as const;
const validUntil = ['有効期限', 'Valid until'] as const;
const usedAt = ['使った日時', 'Used'] as const;
const mailLanguage = ['メールの言葉', 'Language of our mails'] as const;
const cardLast4 = ['カード下4桁', 'Last digits of the card'] as const;
const addedAt = ['入れた日時', 'Put in'] as const;

/** The parts of the page in their order, each with its words: a table or a column without them does not compile. */
export const wordsOfKept: { readonly [T in keyof KeptOfPerson]: WordsOf<T> } = {
  patron: {
    title: ['お名前とご連絡先', 'Name and address'],
    fields: {
      name: ['お名前', 'Name'],
      nameReading: ['ふりがな', 'Reading of the name'],
      birthDate: ['生年月日', 'Date of birth'],
      postcode: ['郵便番号', 'Postcode'],
      address: ['ご住所', 'Address'],
      phone: ['電話番号', 'Telephone'],
      email: ['メールアドレス', 'E-mail'],
      emailStatus: ['メールアドレスの確認', 'State of the e-mail address'],
      titlesInMail: ['メールに書名を書く', 'Titles in mails'],
      handedInMail: ['返却を受け付けたときのメール', 'Mail when a return is taken in'],
      mailLanguage,
      lastPickupLibrary: ['前回の受取館', 'Last pickup library'],
      createdAt: ['登録した日時', 'Registered'],
    },
  },
  card: {
    title: ['貸出カード', 'Cards'],
    fields: {
      number: ['貸出カード番号', 'Card number'],
      suspended: ['利用停止', 'Suspended'],
      expiresOn: validUntil,
      replacedAt: ['新しいカードに替えた日時', 'Replaced'],
      erasureToldOn: ['登録の消去をお知らせした日', 'Told that it will be erased'],
      remindedFor: ['期限をお知らせしたカードの有効期限', 'Last day that you were reminded of'],
    },
  },
  application: {
    title: ['予約と貸出', 'Reservations and loans'],
    fields: {
      title,
      number: ['予約番号', 'Reservation number'],
      state: ['状況', 'State'],
      pickupLibrary,
      channel: ['申込みの方法', 'Asked for'],
      protectiveCover,
      appliedAt: ['申し込んだ日時', 'Asked for at'],
      plannedDispatchDay: ['発送予定', 'Planned to leave'],
      expectedDate: ['到着予定', 'Expected'],
      holdUntil: ['取り置き期限', 'Held until'],
      keptUntil: ['貸出点数が空くのを待つ期限', 'Kept for room among your loans until'],
      dueDate: ['返却期限', 'Due'],
      extended: ['延長', 'Extended'],
      resumesOn: ['再開する日', 'Resumes'],
      returnedOn: ['返却した日', 'Returned'],
      refusal: 'file',
      endedAt: ['予約・貸出が終わった日時', 'Over since'],
      closedAt: ['手続きが終わった日時', 'Settled'],
      recordId: 'file',
    },
  },
  readingOrder: {
    title: ['読みたい順予約', 'Volumes in order'],
    fields: {
      openedAt: ['申し込んだ日時', 'Asked for at'],
      pickupLibrary,
      early: ['前の巻が届いたら次を予約する', 'The next is reserved once the one before is ready'],
      decideBy: ['お選びいただく期限', 'To be decided by'],
    },
  },
  readingOrderVolume: {
    title: ['読みたい順予約の資料', 'Titles of volumes in order'],
    fields: {
      place: ['順', 'Place'],
      title,
      protectiveCover,
      missed: ['受け取らなかった', 'Not picked up'],
      refusal: 'file',
      recordId: 'file',
    },
  },
  historyWish: {
    title: ['貸出履歴を残す設定', 'Wish to keep a history'],
    fields: { since: ['設定した日時', 'Since'] },
  },
  historyEntry: {
    title: ['貸出履歴', 'Borrowing history'],
    fields: { title, returnedOn: ['返却した日', 'Returned'], recordId: 'file' },
  },
  laterTitle: { title: ['あとで読む', 'Read later'], fields: { title, addedAt, recordId: 'file' } },
  patronBasketItem: { title: ['予約かご', 'Basket'], fields: { title, addedAt, recordId: 'file' } },
  notice: {
    title: ['お送りしたメール', 'Our mails'],
    fields: {
      subject: ['件名', 'Subject'],
      status: ['送信', 'State'],
      sentAt: sentOn,
      createdAt: ['作った日時', 'Made'],
      address: ['宛先', 'Address'],
      holdDate: ['取り置き期限', 'Held until'],
      kind: 'file',
    },
  },
  credential: {
    title: ['パスワード', 'Password'],
    fields: {
      kind: ['種類', 'Kind'],
      setAt: ['決めた日時', 'Set'],
      tries: ['生年月日で試された回数', 'Birth dates tried'],
    },
  },
  letterCode: {
    title: ['封書の番号', 'Code of a letter'],
    fields: { createdAt: ['作った日時', 'Made'], validUntil },
  },
  passwordReset: {
    title: ['パスワードを決め直すメール', 'Mails to choose another password'],
    fields: { createdAt: sentOn, expiresAt: validUntil, usedAt },
  },
  emailVerification: {
    title: ['メールアドレスを確かめるメール', 'Mails to verify an address'],
    fields: { email: ['メールアドレス', 'E-mail'], createdAt: sentOn, expiresAt: validUntil, usedAt },
  },
  cardApplication: {
    title: ['貸出カードの申込み', 'Applications for a card'],
    fields: {
      number: ['受付番号', 'Number'],
      channel: ['申込みの方法', 'Asked for'],
      state: ['状況', 'State'],
      mailLanguage,
      appliedAt: ['申し込んだ日時', 'Asked for at'],
      checkedAt: ['確かめた日時', 'Checked'],
    },
  },
  cardRenewal: {
    title: ['貸出カードの更新のお申し出', 'Renewal of the card'],
    fields: { askedAt: ['申し込んだ日時', 'Asked for at'] },
  },
  cardRelease: {
    title: ['カードなしの受け取り', 'Pickup without a card'],
    fields: {
      library: pickupLibrary,
      createdAt: ['手続きした日時', 'Made'],
      validUntil,
      usedUntil: ['使えた日時', 'Used until'],
    },
  },
  task: {
    title: ['図書館の仕事', 'What the desk has to do'],
    fields: {
      kind: ['仕事', 'What'],
      openedAt: ['始まった日時', 'Since'],
      clearedAt: ['済んだ日時', 'Done'],
      why: 'file',
    },
  },
  session: {
    title: ['ログイン', 'Where you are signed in'],
    fields: {
      browser: ['端末', 'Device'],
      createdAt: ['ログインした日時', 'Signed in'],
      lastSeenAt: ['最後のご利用', 'Last used'],
      cardLast4,
    },
  },
  rememberedCard: {
    title: ['カードを覚えさせた端末', 'Devices that remember your card'],
    fields: { nickname: ['呼び名', 'Called'], cardLast4, lastUsedAt: ['最後のご利用', 'Last used'] },
  },
  keptCard: {
    title: ['番号を残した端末', 'Devices that keep the card number'],
    fields: { seenAt: ['最後のご利用', 'Last used'] },
  },
};

/** What a value that is a word of the program means, by table and column. */
export const valueWords: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  'patron.emailStatus': {
    none: ['登録なし', 'None'],
    unverified: ['確認待ち', 'Waits to be verified'],
    verified: ['確認済', 'Verified'],
    undeliverable: ['届かない', 'Undeliverable'],
  },
  'patron.mailLanguage': { ja: ['日本語', 'Japanese'], en: ['英語', 'English'] },
  'cardApplication.mailLanguage': { ja: ['日本語', 'Japanese'], en: ['英語', 'English'] },
  'application.channel': {
    web: ['インターネット', 'On the web'],
    phone: ['電話', 'By telephone'],
    counter: ['窓口', 'At the counter'],
  },
  'cardApplication.channel': { online: ['インターネット', 'On the web'], paper: ['用紙', 'On paper'] },
  'cardApplication.state': {
    applied: ['受付中', 'Received'],
    approved: ['確認済', 'Checked'],
    issued: ['カードを発行済', 'Card issued'],
    declined: ['お受けできませんでした', 'Declined'],
  },
  'credential.kind': {
    initial: ['はじめのパスワード（生年月日）', 'The first one (date of birth)'],
    chosen: ['ご自分で決めたもの', 'Chosen by you'],
  },
  'notice.status': {
    pending: ['送信待ち', 'Waits to be sent'],
    sending: ['送信中', 'Being sent'],
    sent: ['送信済', 'Sent'],
    failed: ['送れませんでした', 'Could not be sent'],
    noAddress: ['宛先がありません', 'No address'],
    overtaken: ['送る前に不要になりました', 'Not needed any more before it was sent'],
    bounced: ['届かず戻りました', 'Came back'],
    told: ['電話でお伝えしました', 'Told by telephone'],
  },
  'task.kind': {
    callPatron: ['電話でのお知らせ', 'Telephoning you'],
    addressUndeliverable: ['届かないメールアドレスの確認', 'Asking for another e-mail address'],
    overLimit: ['点数の上限の確認', 'Looking at more than the limit'],
    checkIdentity: ['ご本人の確認', 'Checking the identity'],
    postCard: ['貸出カードの郵送', 'Posting the card'],
    renewCard: ['貸出カードの更新', 'Renewing the card'],
    startReservation: ['予約の手続きの確認', 'Looking at how a reservation begins'],
    versionWentBack: ['予約の記録の確認', 'Looking at the record of a reservation'],
  },
};
