import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

const Rows = z.array(z.object({ last4: z.string() }));

/**
 * The last four digits of the present cards of others with the same name and birth date: one person has a second card,
 * or two are easily taken for each other.
 *
 * @param except the patron who is asked about; none for somebody who has no card yet
 */
export async function cardsOfSamePerson(
  db: Pick<PrismaClient, '$queryRaw'>,
  { name, birthDate }: { name: string; birthDate: Date },
  except: string | null,
): Promise<string[]> {
  const words = name.replaceAll(/[ 　]/g, '');
  const others = except === null ? Prisma.sql`true` : Prisma.sql`patron.id <> ${except}::uuid`;
  const rows = await db.$queryRaw`
    SELECT right(card.number, 4) AS last4 FROM patron
    JOIN card ON card.patron_id = patron.id AND card.replaced_at IS NULL
    WHERE translate(name, ' 　', '') COLLATE "C" = ${words} AND birth_date = ${birthDate}::date AND ${others}
    ORDER BY card.number LIMIT 5`;
  return Rows.parse(rows).map(({ last4 }) => last4);
}
