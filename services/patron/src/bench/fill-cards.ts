import { Seeded, uuidOf } from '@toshobin/bench';
import { makeBarcode } from '@toshobin/contracts';
import type pg from 'pg';

/** The first serial of made-up cards. */
const FIRST_SERIAL = 200_000;
const BATCH = 10_000;

/** Family names as they are common here, the first much more than the last, and given names; with their readings. */
const familyNames =
  '佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ 山田ヤマダ 佐々木ササキ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 斎藤サイトウ 清水シミズ 坂本サカモト 村上ムラカミ 緒方オガタ 古閑コガ 宮本ミヤモト 前田マエダ 松岡マツオカ 本田ホンダ 上田ウエダ 荒木アラキ 園田ソノダ 甲斐カイ 米村ヨネムラ 志水シミズ 草野クサノ 蔵原クラハラ 合志コウシ 隈部クマベ 鹿子木カノコギ 日隈ヒノクマ';
const givenNames =
  '太郎タロウ 花子ハナコ 誠マコト 恵子ケイコ 健ケン 美咲ミサキ 大輔ダイスケ 由美ユミ 翔ショウ 陽菜ヒナ 茂シゲル 和子カズコ 隆タカシ 直子ナオコ 葵アオイ 蓮レン 千代チヨ 勇イサム 道子ミチコ 弘ヒロシ';

const namesIn = (list: string): [name: string, reading: string][] =>
  list.split(' ').flatMap((one) => {
    const [, name, reading] = /^(\p{Script=Han}[\p{Script=Han}々]*)(\p{Script=Katakana}+)$/u.exec(one) ?? [];
    return name && reading ? [[name, reading] as [string, string]] : [];
  });
const families = namesIn(familyNames);
const given = namesIn(givenNames);

/** A person as the desk looks for one: a card, a name with its reading, a telephone number. */
function personOf(serial: number) {
  const random = new Seeded(serial);
  const common = families.slice(0, random.between(20, families.length));
  const [family, familyReading] = random.of(common);
  const [own, ownReading] = random.of(given);
  return {
    serial,
    number: makeBarcode('card', FIRST_SERIAL + serial),
    name: `${family} ${own}`,
    reading: `${familyReading} ${ownReading}`,
    phone: `090-${random.between(1000, 9999)}-${random.between(1000, 9999)}`,
  };
}

/** What the desk types to find persons: a family name, its reading, a whole name, the end of a telephone number. */
export function typedForPersons(seed: number, cards: number): string {
  const random = new Seeded(seed);
  const { name, reading, phone } = personOf(random.between(0, cards - 1));
  const [family = ''] = name.split(' ');
  const [familyReading = ''] = reading.split(' ');
  return random.of([family, familyReading, name, phone.slice(-4)]);
}

/** Patrons with a valid card each, until so many are there. They have neither mail nor password. */
export async function fillCards(
  client: pg.Client,
  wanted: number,
  say: (line: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM patron WHERE postcode = 'bench'`,
  );
  const present = rows[0]?.count ?? 0;
  if (present < wanted) say(`making ${wanted - present} cards`);
  for (let from = present; from < wanted; from += BATCH) {
    const many = Math.min(BATCH, wanted - from);
    await client.query(
      `WITH given AS (SELECT number, name, reading, phone, ${uuidOf("'desk patron ' || serial")} AS id
         FROM jsonb_to_recordset($1::jsonb) AS (serial int, number text, name text, reading text, phone text)),
       people AS (INSERT INTO patron (id, name, name_reading, postcode, phone, birth_date)
         SELECT id, name, reading, 'bench', phone, '1980-01-01' FROM given)
       INSERT INTO card (number, patron_id, expires_on) SELECT number, id, current_date + 365 FROM given`,
      [JSON.stringify(Array.from({ length: many }, (_, n) => personOf(from + n)))],
    );
  }
}
