import { patronApi, readBarcode } from '@toshobin/contracts';
import { Prisma } from '../generated/prisma/client.ts';
import { comparedName, inBothKana, nameCompared, namePartsCompared, partsBeginning } from '../names.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';

/** How many persons are listed: more are too many to choose from. */
const MOST = 20;
/** Fewer digits of a telephone number are too many persons'. */
const FEWEST_DIGITS = 4;

/**
 * Persons for the prefectural desk, by the beginning of a name or of a part of it (kanji in whichever form, or kana of
 * either kind, with or without a space), the end of a telephone number, or the number of a card, replaced ones
 * included. Nothing that was typed is kept anywhere.
 */
export async function findPersons(
  { db }: PatronDeps,
  { text }: { text: string },
): Promise<AnswerTo<'findPersons'>> {
  const found = await db.$queryRaw<unknown[]>(personsMatching(text));
  return patronApi.findPersons.answer.parse({ persons: found.slice(0, MOST), more: found.length > MOST });
}

/**
 * The statement. Each of its conditions is a range of one index (migrations persons_found, names_compared and
 * parts_of_names), whatever the planner knows of what was typed: a prepared LIKE reads the whole table as soon as
 * common names have been looked for.
 */
export function personsMatching(text: string): Prisma.Sql {
  const words = text.normalize('NFKC').replaceAll(/[\s\-‐－]/g, '');
  return Prisma.sql`
    SELECT card.number AS "cardNumber", name, name_reading AS "nameReading", birth_date::text AS "birthDate", phone
    FROM (SELECT *, ${inFront(words)} AS in_front FROM patron WHERE ${matching(words)}
      ORDER BY in_front DESC, name_reading NULLS LAST, name, id LIMIT ${MOST + 1}::int) found
    JOIN card ON card.patron_id = found.id AND card.replaced_at IS NULL
    ORDER BY in_front DESC, name_reading NULLS LAST, name, found.id`;
}

function matching(words: string): Prisma.Sql {
  if (words === '') return Prisma.sql`false`;
  const card = readBarcode(words);
  if (card.ok && card.kind === 'card') {
    return Prisma.sql`id = (SELECT patron_id FROM card WHERE number = ${card.number})`;
  }
  if (/^\d+$/.test(words)) {
    if (words.length < FEWEST_DIGITS) return Prisma.sql`false`;
    const end = [...words].reverse().join('');
    return begins(Prisma.sql`reverse(regexp_replace(phone, '[^0-9]', '', 'g'))`, end);
  }
  if (isAnyones(words)) return wholeBegins(words);
  return Prisma.sql`(${wholeBegins(words)} OR ${namePartsCompared} @@ ${partsBeginning(words)}::tsquery)`;
}

/** Whether a text is one kana alone, with which anybody's given name may begin. */
const isAnyones = (words: string) => /^[\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(words);

/** Puts persons whose whole name begins so before those whose given name does. */
function inFront(words: string): Prisma.Sql {
  return /^\d*$/.test(words) ? Prisma.sql`true` : Prisma.sql`coalesce(${wholeBegins(words)}, false)`;
}

function wholeBegins(words: string): Prisma.Sql {
  const reading = Prisma.sql`translate(name_reading, ' 　', '')`;
  const [hiragana, katakana] = inBothKana(words);
  return Prisma.sql`(${begins(nameCompared, comparedName(words))} OR ${begins(reading, hiragana)} OR ${begins(reading, katakana)})`;
}

/** The last character there is: every text that begins with another comes before the other and this one. */
const LAST = '\u{10ffff}';

function begins(column: Prisma.Sql, text: string): Prisma.Sql {
  return Prisma.sql`(${column} COLLATE "C" >= ${text} AND ${column} COLLATE "C" < ${text + LAST})`;
}
