import { randomUUID } from 'node:crypto';
import { makeBarcode } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { type DemoPatron, demoPassword, loadPatrons, openDatabase } from '@toshobin/patron';
import type { Person } from './demo-people.ts';

/** Somebody of the browser tests, as the patron service is told of them. */
export interface PagePerson extends Person {
  /** Eight digits: the password of who has not chosen one. */
  birthDate: string;
  patron: DemoPatron;
}

let people = 0;

/** Everybody has a card and a birth date of their own, so that no story waits for another's. */
function one(name: string, more: Partial<DemoPatron> = {}): PagePerson {
  people += 1;
  const patron: DemoPatron = {
    serial: 400 + people,
    name: `画面 ${name}`,
    shows: name,
    birthDate: `${1930 + people}-02-03`,
    email: `gamen${people}@example.jp`,
    password: demoPassword,
    ...more,
  };
  const birthDate = patron.birthDate.replaceAll('-', '');
  return {
    cardNumber: makeBarcode('card', patron.serial),
    password: patron.password ?? birthDate,
    name: patron.name,
    email: `gamen${people}@example.jp`,
    birthDate,
    patron,
  };
}

export const pagePeople = {
  /** Has something in every state. */
  reader: one('よむ'),
  /** Has lent the copies the reader waits for. */
  lender: one('さき'),
  /** Has loans that may be extended, or not. */
  extender: one('のばす'),
  /** Has a loan past its due date, and another. */
  late: one('おくれる'),
  /** Has ten loans and a copy that waits until one of them ends. */
  tenLoans: one('かりる'),
  tenReservations: one('よやく'),
  onAPhone: one('でんわ'),
  withoutScripts: one('なしで'),
  onADesktop: one('つくえ'),
  byKeyboard: one('かぎ'),
  tapper: one('にど'),
  mother: one('はは'),
  child: one('こども'),
  forgetful: one('わすれる'),
  /** Gives a wrong password until told to wait. */
  locked: one('まちがえる'),
  replaced: one('かえた'),
  suspended: one('とめられた', { suspended: true }),
  expired: one('きれた', { expiresOn: '2026-03-31' }),
  withoutMail: one('なし', { email: null }),
  unverified: one('みかくにん', { email: null }),
  /** Mails came back, the address was given up. */
  bounced: one('もどった'),
  /** The birth date still is the password. */
  first: one('はじめ', { email: null, password: null }),
} as const;

/** Writes them into a stack's patron service. */
export async function invitePagePeople(patronDatabaseUrl: string): Promise<void> {
  const database = openDatabase(patronDatabaseUrl);
  try {
    const everybody = Object.values(pagePeople).map(({ patron }) => patron);
    await loadPatrons(database, everybody, { now: instantFromDate(new Date()), newId: randomUUID });
    const { name } = pagePeople.bounced;
    await database.patron.updateMany({ where: { name }, data: { emailStatus: 'undeliverable' } });
  } finally {
    await database.$disconnect();
  }
}
