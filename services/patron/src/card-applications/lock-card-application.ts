import type { Transaction } from '../database.ts';
import type { CardApplication } from '../generated/prisma/client.ts';

/** A card application with its row locked, so that of two steps at once the second sees the first; null: none. */
export async function lockCardApplication(tx: Transaction, id: string): Promise<CardApplication | null> {
  await tx.$queryRaw`SELECT 1 FROM card_application WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.cardApplication.findUnique({ where: { id } });
}

/** The columns of an application that an issued card, or a declined application, leaves empty. */
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
