import { makeBarcode } from '@toshobin/contracts';

// The made-up people and accounts of a local stack, as `npm start` prints them.

const password = 'mihon-no-hon-5';

export interface Person {
  cardNumber: string;
  password: string;
  /** What no history, topic and log may know. */
  name: string;
  email: string;
}

const person = (serial: number, name: string, mailbox: string): Person => ({
  cardNumber: makeBarcode('card', serial),
  password,
  name,
  email: `${mailbox}@example.jp`,
});

export const people = {
  hanako: person(1, '見本 花子', 'hanako'),
  taro: person(2, '見本 太郎', 'taro'),
  mother: person(6, '家族 母', 'kazoku'),
  jiro: person(11, '見本 次郎', 'jiro'),
  sakurako: person(12, '見本 桜子', 'sakurako'),
} as const;

/** Twenty people for limits and queues. */
export const twentyPeople: readonly Person[] = Array.from({ length: 20 }, (_, n) =>
  person(101 + n, `試験 ${n + 1}`, `shiken${n + 1}`),
);

export const accounts = {
  desk: { account: 'desk', password: 'demo-desk-2026' },
  uto: { account: 'uto', password: 'demo-uto-2026' },
  kikuyo: { account: 'kikuyo', password: 'demo-kikuyo-2026' },
  operator: { account: 'operator', password: 'demo-operator-2026' },
  admin: { account: 'admin', password: 'demo-admin-2026' },
} as const;
