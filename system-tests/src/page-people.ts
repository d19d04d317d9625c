import { playing } from './playing-people.ts';

/** Who plays on the patrons' pages. */
export const pagePeople = {
  /** Has something in every state. */
  reader: playing('よむ'),
  /** Has lent the copies the reader waits for. */
  lender: playing('さき'),
  /** Has loans that may be extended, or not. */
  extender: playing('のばす'),
  /** Has a loan past its due date, and another. */
  late: playing('おくれる'),
  /** Keeps titles for later. */
  later: playing('あと'),
  /** Reads three issues one after the other. */
  inOrder: playing('じゅんに'),
  /** Has ten loans and a copy that waits until one of them ends. */
  tenLoans: playing('かりる'),
  tenReservations: playing('よやく'),
  onAPhone: playing('でんわ'),
  withoutScripts: playing('なしで'),
  onADesktop: playing('つくえ'),
  byKeyboard: playing('かぎ'),
  tapper: playing('にど'),
  mother: playing('はは'),
  child: playing('こども'),
  forgetful: playing('わすれる'),
  /** Gives a wrong password until told to wait. */
  locked: playing('まちがえる'),
  replaced: playing('かえた'),
  suspended: playing('とめられた', { suspended: true }),
  expired: playing('きれた', { expiresOn: '2026-03-31' }),
  withoutMail: playing('なし', { email: null }),
  unverified: playing('みかくにん', { email: null }),
  /** Mails came back, the address was given up. */
  bounced: playing('もどった'),
  /** The birth date still is the password. */
  first: playing('はじめ', { email: null, password: null }),
} as const;
