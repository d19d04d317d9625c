import type { Transaction } from '../database.ts';
import type { CardApplication } from '../generated/prisma/client.ts';

/** A card application with its row locked, so that of two steps at once the second sees the first; null: none. */
export async function lockCardApplication(tx: Transaction, id: string): Promise<CardApplication | null> {
  await tx.$queryRaw`SELECT 1 FROM card_application WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.cardApplication.findUnique({ where: { id } });
}

/** Whoever was issued a card, or declined, is in the application no more. */
export const nothingOfThePerson = {
  name: null,
  nameReading: null,
  birthDate: null,
  postcode: null,
  address: null,
  phone: null,
  email: null,
  mailLanguage: 'ja',
} as const;
