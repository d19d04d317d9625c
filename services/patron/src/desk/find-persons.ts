import { type patronApi, readBarcode } from '@toshobin/contracts';
import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';

type Persons = z.output<typeof patronApi.findPersons.answer>;

/** How many are listed: more than that are too many to choose from. */
const MOST = 20;
/** Fewer digits of a telephone number are anybody's. */
const FEWEST_DIGITS = 4;

const Rows = z.array(
  z.object({
    cardNumber: z.string(),
    name: z.string(),
    nameReading: z.string().nullable(),
    birthDate: CalendarDateSchema,
    phone: z.string().nullable(),
  }),
);

/**
 * Persons for the prefectural desk, by the beginning of a name (kanji or kana of either kind, with or without a space),
 * the end of a telephone number, or a card's number. Nothing that was typed is kept anywhere.
 */
export async function findPersons({ db }: PatronDeps, { text }: { text: string }): Promise<Persons> {
  const words = text.normalize('NFKC').replaceAll(/[\s\-‐－]/g, '');
  const found = Rows.parse(
    await db.$queryRaw`
      SELECT card.number AS "cardNumber", name, name_reading AS "nameReading", birth_date::text AS "birthDate", phone
      FROM patron JOIN card ON card.patron_id = patron.id AND card.replaced_at IS NULL
      WHERE ${matching(words)}
      ORDER BY name_reading NULLS LAST, name, card.number LIMIT ${MOST + 1}::int`,
  );
  return { persons: found.slice(0, MOST), more: found.length > MOST };
}

function matching(words: string): Prisma.Sql {
  if (words === '') return Prisma.sql`false`;
  const card = readBarcode(words);
  if (card.ok && card.kind === 'card') return Prisma.sql`card.number = ${card.number}`;
  if (/^\d+$/.test(words)) {
    if (words.length < FEWEST_DIGITS) return Prisma.sql`false`;
    return Prisma.sql`regexp_replace(phone, '[^0-9]', '', 'g') LIKE ${`%${words}`}`;
  }
  const beginning = (name: string) => `${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const kana = [beginning(shifted(words, 'ァ', 'ヶ', -0x60)), beginning(shifted(words, 'ぁ', 'ゖ', 0x60))];
  return Prisma.sql`(regexp_replace(name, '[ 　]', '', 'g') LIKE ${beginning(words)}
    OR regexp_replace(name_reading, '[ 　]', '', 'g') LIKE ANY (${kana}))`;
}

/** Hiragana as katakana, or the other way round. */
function shifted(text: string, first: string, last: string, by: number): string {
  return [...text]
    .map((sign) =>
      sign >= first && sign <= last ? String.fromCodePoint((sign.codePointAt(0) ?? 0) + by) : sign,
    )
    .join('');
}
