import { randomUUID } from 'node:crypto';
import { makeBarcode } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { type DemoPatron, demoPassword, loadPatrons, openPatronDatabase } from '@toshobin/patron';
import type { Person } from './demo-people.ts';

/** Somebody of the browser tests, as the patron service is told of them. */
export interface PagePerson extends Person {
  /** Eight digits: the password of who has not chosen one. */
  birthDate: string;
  patron: DemoPatron;
}

let people = 0;

/** Everybody has a card and a birth date of their own, so that no story waits for another's. */
export function playing(name: string, more: Partial<DemoPatron> = {}): PagePerson {
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

/** Writes them into a stack's patron service; `undeliverable`: mails to these came back. */
export async function invite(
  patronDatabaseUrl: string,
  everybody: readonly PagePerson[],
  undeliverable: readonly PagePerson[] = [],
): Promise<void> {
  const { db, close } = openPatronDatabase(patronDatabaseUrl);
  try {
    const patrons = everybody.map(({ patron }) => patron);
    await loadPatrons(db, patrons, { now: instantFromDate(new Date()), newId: randomUUID });
    const name = { in: undeliverable.map((person) => person.name) };
    await db.patron.updateMany({ where: { name }, data: { emailStatus: 'undeliverable' } });
  } finally {
    await close();
  }
}
