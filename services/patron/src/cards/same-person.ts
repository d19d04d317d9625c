import { PersonsCardSchema } from '@toshobin/contracts';
import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { comparedName, inBothKana, nameCompared } from '../names.ts';

/** What is told of a person, to see whether two may be one. */
export interface Told {
  name: string;
  nameReading: string | null;
  birthDate: Date;
  email: string | null;
}

/** What is compared, beside the birth date: the name, its reading in either kana, the address of mails. */
function comparedOf({ name, nameReading, email }: Told) {
  return {
    name: comparedName(name),
    readings: nameReading === null ? [] : inBothKana(nameReading),
    email: email?.toLowerCase() ?? null,
  };
}

/** Whether two were born on one day and share name, reading or address: one person, or easily taken for one. */
export function mayBeOne(one: Told, other: Told): boolean {
  if (one.birthDate.getTime() !== other.birthDate.getTime()) return false;
  const [a, b] = [comparedOf(one), comparedOf(other)];
  const sameReading = a.readings.length > 0 && a.readings[0] === b.readings[0];
  return a.name === b.name || sameReading || (a.email !== null && a.email === b.email);
}

/**
 * The present cards of others who may be this person ({@link mayBeOne}), five at most.
 *
 * @param except the patron who is asked about; none for somebody who has no card yet
 */
export async function cardsOfSamePerson(
  db: Pick<PrismaClient, '$queryRaw'>,
  person: Told,
  except: string | null,
): Promise<z.output<typeof PersonsCardSchema>[]> {
  return z.array(PersonsCardSchema).parse(await db.$queryRaw(cardsLike(person, except)));
}

/** The statement: each way to a person is an index (migrations names_compared, persons_found and persons_by_mail). */
export function cardsLike(person: Told, except: string | null): Prisma.Sql {
  const { name, readings, email } = comparedOf(person);
  const others = except === null ? Prisma.sql`true` : Prisma.sql`patron.id <> ${except}::uuid`;
  const [hiragana = null, katakana = null] = readings;
  return Prisma.sql`
    SELECT card.number AS "cardNumber", name, name_reading AS "nameReading" FROM patron
    JOIN card ON card.patron_id = patron.id AND card.replaced_at IS NULL
    WHERE birth_date = ${person.birthDate}::date AND ${others}
      AND (${nameCompared} COLLATE "C" = ${name}
        OR translate(name_reading, ' 　', '') COLLATE "C" = ${hiragana}
        OR translate(name_reading, ' 　', '') COLLATE "C" = ${katakana}
        OR lower(email) = ${email})
    ORDER BY card.number LIMIT 5`;
}
