import type { Library } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** Keeps shipping's newest word of a library; one older than what is kept changes nothing (and answers false). */
export async function keepLibrary(db: Transaction, library: Library, sequence: string): Promise<boolean> {
  const kept = await db.$executeRaw`
    INSERT INTO library (code, sequence, data)
    VALUES (${library.code}, ${BigInt(sequence)}, ${JSON.stringify(library)}::jsonb)
    ON CONFLICT (code) DO UPDATE SET sequence = excluded.sequence, data = excluded.data
    WHERE library.sequence < excluded.sequence`;
  return kept > 0;
}
