/** A made-up person; the names are those of specimen forms, the addresses of a domain that nobody has. */
export interface DemoPatron {
  /** Serial of the card's number. */
  serial: number;
  name: string;
  nameReading?: string;
  /** The reason why the person is there. */
  shows: string;
  birthDate: string;
  email: string | null;
  /** The chosen password; null where the birth date still is the password. */
  password: string | null;
  suspended?: true;
  /** Last day of the card. */
  expiresOn?: string;
  titlesInMail?: false;
  handedInMail?: true;
  phone?: string;
}

/** The password of every demo patron who has chosen one. */
export const demoPassword = 'mihon-no-hon-5';

const chosen = demoPassword;

/** The people of a demonstration. */
export const demoPatrons: readonly DemoPatron[] = [
  {
    serial: 1,
    name: '見本 花子',
    nameReading: 'みほん はなこ',
    shows: '予約できる',
    birthDate: '1961-04-05',
    email: 'hanako@example.jp',
    password: chosen,
    handedInMail: true,
  },
  {
    serial: 2,
    name: '見本 太郎',
    nameReading: 'みほん たろう',
    shows: '予約できる',
    birthDate: '1955-11-03',
    email: 'taro@example.jp',
    password: chosen,
  },
  {
    serial: 3,
    name: '例 はじめ',
    nameReading: 'れい はじめ',
    shows: 'はじめての方（生年月日）',
    birthDate: '1990-02-14',
    email: null,
    password: null,
  },
  {
    serial: 4,
    name: '例 とめる',
    nameReading: 'れい とめる',
    shows: '利用停止中',
    birthDate: '1978-07-07',
    email: 'tomeru@example.jp',
    password: chosen,
    suspended: true,
  },
  {
    serial: 5,
    name: '例 すぎる',
    nameReading: 'れい すぎる',
    shows: '期限切れ',
    birthDate: '1969-12-31',
    email: 'sugiru@example.jp',
    password: chosen,
    expiresOn: '2026-03-31',
  },
  {
    serial: 6,
    name: '家族 母',
    nameReading: 'かぞく はは',
    shows: '家族（同じアドレス）',
    birthDate: '1984-05-10',
    email: 'kazoku@example.jp',
    password: chosen,
  },
  {
    serial: 7,
    name: '家族 兄',
    nameReading: 'かぞく あに',
    shows: '家族（同じアドレス）',
    birthDate: '2012-08-20',
    email: 'kazoku@example.jp',
    password: chosen,
  },
  {
    serial: 8,
    name: '家族 妹',
    nameReading: 'かぞく いもうと',
    shows: '家族（同じアドレス）',
    birthDate: '2015-01-09',
    email: 'kazoku@example.jp',
    password: chosen,
  },
  {
    serial: 9,
    name: '見本 ひみつ',
    nameReading: 'みほん ひみつ',
    shows: 'メールに書名を書かない',
    birthDate: '1973-09-23',
    email: 'himitsu@example.jp',
    password: chosen,
    titlesInMail: false,
  },
  {
    serial: 10,
    name: '例 未登録',
    nameReading: 'れい みとうろく',
    shows: 'メール未登録',
    birthDate: '1949-06-18',
    email: null,
    password: chosen,
  },
  {
    serial: 11,
    name: '見本 次郎',
    nameReading: 'みほん じろう',
    shows: '予約できる',
    birthDate: '1988-10-01',
    email: 'jiro@example.jp',
    password: chosen,
    phone: '090-0000-0011',
  },
  {
    serial: 12,
    name: '見本 桜子',
    nameReading: 'みほん さくらこ',
    shows: '予約できる',
    birthDate: '1996-03-27',
    email: 'sakurako@example.jp',
    password: chosen,
  },
];

/** Twenty people for the tests of limits and queues; card serials 101 to 120. */
export const loadTestPatrons: readonly DemoPatron[] = Array.from({ length: 20 }, (_, n) => ({
  serial: 101 + n,
  name: `試験 ${n + 1}`,
  shows: '試験用',
  birthDate: `19${60 + n}-01-15`,
  email: `shiken${n + 1}@example.jp`,
  password: chosen,
}));
