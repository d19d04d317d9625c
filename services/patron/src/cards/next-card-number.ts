import { makeBarcode } from '@toshobin/contracts';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

const Serials = z.tuple([z.object({ serial: z.coerce.number().int() })]);
/** The end of the sequence (migration cards). */
const LAST_SERIAL = 999_999;
/** How many numbers are looked at together behind one that is taken. */
const LOOKED_AT = 1_000;

/** A number that no card ever had: from the database's own sequence, past those of another system's cards. */
export async function nextCardNumber(tx: Transaction): Promise<string> {
  for (;;) {
    const [{ serial }] = Serials.parse(
      await tx.$queryRaw`SELECT nextval('card_serial_sequence'::regclass) AS serial`,
    );
    const number = makeBarcode('card', serial);
    if ((await takenOf(tx, [number])).size === 0) return number;
    // Another system may have used a hundred thousand in a row. The sequence only goes on, whoever takes of it
    // meanwhile.
    const taken = await takenBehind(tx, serial);
    if (taken > 0)
      await tx.$queryRaw`
        SELECT max(nextval('card_serial_sequence'::regclass)) AS serial FROM generate_series(1, ${taken}::int)`;
  }
}

/** How many of the next numbers in a row are a card's. */
async function takenBehind(tx: Transaction, serial: number): Promise<number> {
  const behind = Array.from({ length: Math.min(LOOKED_AT, LAST_SERIAL - serial) }, (_, more) =>
    makeBarcode('card', serial + 1 + more),
  );
  const numbers = await takenOf(tx, behind);
  const free = behind.findIndex((number) => !numbers.has(number));
  return free < 0 ? behind.length : free;
}

/** Those of the numbers that are a card's, or were a card's that was given up. */
async function takenOf(tx: Transaction, numbers: string[]): Promise<Set<string>> {
  const asked = { where: { number: { in: numbers } }, select: { number: true } };
  const [cards, ended] = [await tx.card.findMany(asked), await tx.endedCard.findMany(asked)];
  return new Set([...cards, ...ended].map(({ number }) => number));
}
