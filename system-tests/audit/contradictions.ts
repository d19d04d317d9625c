/** What an operator is told, on the command line and on 止まっているもの. */
interface Said {
  en: string;
  ja: string;
}

/** What a contradiction is, and what mends it; `{…}` stand for its ids. */
interface Contradictory extends Said {
  repair: Said;
}

const reconcile = {
  en: 'node infra/run.mjs reconcile {reservation}',
  ja: '経過の「今の状態に合わせて進める」を押します。',
};
const resend = {
  en: 'node infra/run.mjs dead-letters --resend {service} --since DAY',
  ja: '手順書のとおりに、サービスの知らせを送り直します（dead-letters --resend）。',
};
const resendPatron = { ...resend, en: 'node infra/run.mjs dead-letters --resend patron --since DAY' };
const scan = {
  en: 'look for the copy and scan it where it is',
  ja: '資料を捜し、あるところで読み取ります。',
};
const nightlyWaiting = {
  en: 'temporal schedule trigger --schedule-id nightly-waiting',
  ja: 'nightly-waiting を起動します（手順書）。',
};
const deskDecides = {
  en: 'the prefectural desk decides (経過 of the reservation)',
  ja: '県立図書館の窓口が、経過を見て決めます。',
};
const bug = {
  en: 'a fault of the software: keep the line, tell who maintains it',
  ja: 'ソフトの不具合です。この行を控えて、保守の担当に知らせます。',
};
const readLetters = {
  en: 'runbook: Dead letters and parked keys (node infra/run.mjs dead-letters --show {letter})',
  ja: '「読めなかった知らせ」を見ます。',
};

/** Everything that can contradict something else in a running library. */
export const contradictions = {
  // What the catalog tells of a reservation, and its rows.
  toldOtherwise: {
    en: 'what was told of a reservation is not what its rows and scans say',
    ja: '知らせた予約の状態が、記録と違います',
    repair: reconcile,
  },
  wordLost: {
    en: 'how a reservation stands was written and never left the outbox’s table',
    ja: '予約の状態の知らせが、送られないまま失われました',
    repair: reconcile,
  },
  entryWithoutCopy: {
    en: 'a queue entry says that it has a copy, and it has none, or the reverse',
    ja: '順番待ちと資料の割り当てが合いません',
    repair: bug,
  },
  waitingNotTold: {
    en: 'whether anybody waits for a title is not what the catalog told of it last',
    ja: '待つ人がいるかどうかが、知らせた内容と違います',
    repair: nightlyWaiting,
  },
  waitingToldWrongly: {
    en: 'the patron service knows otherwise whether anybody waits for a title',
    ja: '待つ人がいるかどうかが、正しく伝わっていません',
    repair: resend,
  },

  // Copies.
  readyAndNotOnShelf: {
    en: 'a reservation is ready, and its copy is not on the hold shelf',
    ja: '受取可能なのに、資料が取り置き棚にありません',
    repair: scan,
  },
  outAndElsewhere: {
    en: 'a copy is out on loan and somewhere else as well',
    ja: '貸出中の資料が、別のところにもあることになっています',
    repair: scan,
  },
  outAndInTransit: {
    en: 'a copy is out on loan and in a parcel on its way',
    ja: '貸出中の資料が、配送中の小包にも入っています',
    repair: scan,
  },
  copyElsewhere: {
    en: 'a copy is somewhere else than its scans say',
    ja: '資料のある場所が、読み取りと違います',
    repair: scan,
  },
  twoHolders: {
    en: 'one copy belongs to two reservations',
    ja: '一冊の資料が、二つの予約のものになっています',
    repair: deskDecides,
  },

  // Loans.
  lentWithoutLoan: {
    en: 'a copy is out on loan and has no due date',
    ja: '貸出中の資料に、返却期限がありません',
    repair: bug,
  },
  loanOpenOtherwise: {
    en: 'a loan is open, and its copy is its reservation’s no more, or the reverse',
    ja: '貸出と資料の割り当てが合いません',
    repair: bug,
  },
  homeAndOpen: {
    en: 'a copy was received at home, and it is its reservation’s still',
    ja: '県立図書館に戻った資料が、まだ予約のものになっています',
    repair: bug,
  },
  returnedUnscanned: {
    en: 'a copy counts as returned, and no scan has returned it',
    ja: '返却されたはずの資料に、返却の読み取りがありません',
    repair: scan,
  },
  settledAndOpen: {
    en: 'the desk has settled a loan, and its copy is its reservation’s still',
    ja: '窓口で解決した貸出が、まだ続いています',
    repair: deskDecides,
  },
  handedOtherwise: {
    en: 'a loan has another hand-out or hand-in than its scans',
    ja: '貸出と返却の日時が、読み取りと違います',
    repair: bug,
  },
  dueOtherwise: {
    en: 'the due date that people are told is not the day of its last moment',
    ja: '返却期限の日付と時刻が合いません',
    repair: bug,
  },
  dueBeforeTold: {
    en: 'a mail named a later due date than the one in force',
    ja: 'メールで知らせた返却期限より、今の期限が早くなっています',
    repair: resendPatron,
  },
  extendedUnlent: {
    en: 'a loan was extended, and its copy was never handed out',
    ja: '貸し出していない資料の期限が延長されています',
    repair: bug,
  },

  // Queues.
  waitsBesideFreeCopy: {
    en: 'somebody waits for a title that has a free copy on its shelf',
    ja: '棚に資料があるのに、待っている人がいます',
    repair: nightlyWaiting,
  },
  nobodyCanFill: {
    en: 'somebody waits for a title of which no copy can be lent any more, and was not told',
    ja: '貸し出せる資料のない題名を、知らされずに待っている人がいます',
    repair: {
      en: 'the desk cancels for the library, or adds a copy',
      ja: '窓口が取り消すか、資料を加えます。',
    },
  },
  saidUnservable: {
    en: 'a reservation counts as one that no copy can serve, and one can',
    ja: '用意できないとされた予約に、貸し出せる資料があります',
    repair: reconcile,
  },
  queueUnfair: {
    en: 'somebody got a copy before somebody who waited longer',
    ja: '後から予約した人に、先に資料が渡りました',
    repair: deskDecides,
  },

  // My Library and slots.
  withoutRow: {
    en: 'a reservation goes on and is in nobody’s My Library',
    ja: '続いている予約が、誰のマイライブラリにもありません',
    repair: reconcile,
  },
  unanswered: {
    en: 'a reservation was accepted long ago, and no process has answered it',
    ja: '受け付けた予約に、処理がまだ答えていません',
    repair: {
      en: 'the sweep begins it; see the log of the patron service',
      ja: 'ひとりでに始まります。始まらないときは、patron の記録を見ます。',
    },
  },
  withoutEntry: {
    en: 'a reservation goes on and is in no queue',
    ja: '続いている予約が、どの順番待ちにもありません',
    repair: reconcile,
  },
  rowBehind: {
    en: 'My Library has not heard how a reservation stands',
    ja: 'マイライブラリに、予約の今の状態が届いていません',
    repair: reconcile,
  },
  rowOtherwise: {
    en: 'a row of My Library does not follow from how its reservation stands',
    ja: 'マイライブラリの表示が、予約の状態と合いません',
    repair: reconcile,
  },
  closedOtherwise: {
    en: 'a row of My Library is closed before its loan is settled, or stays after',
    ja: 'マイライブラリの予約が、解決の前に閉じているか、解決の後も残っています',
    repair: reconcile,
  },
  slotsOtherwise: {
    en: 'the slots of a reservation are not those that follow from how it stands',
    ja: '予約・貸出の枠が、予約の状態と合いません',
    repair: reconcile,
  },
  overLimit: {
    en: 'a patron has more reservations or loans than the limit, and the desk was not told',
    ja: '予約または貸出が上限を超え、窓口に知らされていません',
    repair: deskDecides,
  },
  waitsWhileSlotFree: {
    en: 'a copy is kept for a loan slot while one is free',
    ja: '貸出の枠が空いているのに、資料を留め置いています',
    repair: reconcile,
  },
  readyAndBlocked: {
    en: 'a copy is held for somebody who can’t take it: no loan slot, or no card',
    ja: '取り置き中の資料を、その人が受け取れません',
    repair: deskDecides,
  },
  readyAndNotTold: {
    en: 'a copy is held, no mail says so, and nobody is asked to telephone',
    ja: '受取可能なことが、誰からも知らされていません',
    repair: reconcile,
  },
  holdNotBegun: {
    en: 'the mail that begins a hold was sent, and the hold has not begun',
    ja: '受取可能のメールが出たのに、取り置き期間が始まっていません',
    repair: resendPatron,
  },

  // Processes.
  withoutProcess: {
    en: 'a reservation goes on and no process takes care of it',
    ja: '続いている予約に、処理がありません',
    repair: reconcile,
  },
  processOfNothing: {
    en: 'a process runs for a reservation that is over or unknown',
    ja: '終わった予約、または知られない予約の処理が動いています',
    repair: reconcile,
  },
  processBehind: {
    en: 'a process has not heard how its reservation stands',
    ja: '処理に、予約の今の状態が届いていません',
    repair: reconcile,
  },
  processSilent: {
    en: 'a process runs and gives no answer',
    ja: '処理が動いていますが、答えません',
    repair: {
      en: 'runbook: A reservation that is stuck',
      ja: '手順書の「A reservation that is stuck」を見ます。',
    },
  },

  // Packing list and parcels.
  packingListOtherwise: {
    en: 'the packing list has a copy that is not to be packed',
    ja: '梱包の一覧に、梱包しない資料があります',
    repair: reconcile,
  },
  notOnPackingList: {
    en: 'a copy is fetched and has its loan slot, and is on no packing list',
    ja: '取ってきた資料が、梱包の一覧にありません',
    repair: reconcile,
  },
  factUnheard: {
    en: 'a scan was told by its owner, and the other service does not have it',
    ja: '読み取りが、ほかのサービスに届いていません',
    repair: resend,
  },

  // Mails.
  mailTwice: {
    en: 'a patron was told twice that something happened once',
    ja: '同じことを二度、メールで知らせました',
    repair: bug,
  },
  mailAfterReturn: {
    en: 'a mail reminded or accused after the copy was handed in',
    ja: '返却された後に、督促または予告のメールが出ました',
    repair: {
      en: 'the desk apologises; a fault of the software: tell who maintains it',
      ja: '窓口からおわびします。ソフトの不具合です。この行を控えて、保守の担当に知らせます。',
    },
  },
  acceptedNotTold: {
    en: 'a reservation goes on, and its patron was never told that it was accepted',
    ja: '予約を受け付けたことが、知らされていません',
    repair: reconcile,
  },
  mailWaits: {
    en: 'mails wait longer than ten minutes past their time',
    ja: '10分より長く、送られていないメールがあります',
    repair: { en: 'see the log of the patron service', ja: 'patron の記録を見ます。' },
  },

  // Messages.
  outboxWaits: {
    en: 'a fact waits to be published, and what follows it',
    ja: '送られていない知らせがあります',
    repair: {
      en: 'restart {service}, or bring Kafka up',
      ja: 'サービスを起動し直すか、Kafka を動かします。',
    },
  },
  deadLetter: {
    en: 'an event could not be understood',
    ja: '読めなかった知らせがあります',
    repair: readLetters,
  },
  parkedKey: {
    en: 'an event met a fault, and its key waits',
    ja: '不具合で止めた知らせがあります',
    repair: readLetters,
  },
} as const satisfies Readonly<Record<string, Contradictory>>;

export type Contradiction = keyof typeof contradictions;
