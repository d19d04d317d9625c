import type { Library } from '@toshobin/contracts';
import type { Database } from '../database.ts';

/** Keeps shipping's newest word of a library; an event older than what is kept changes nothing. */
export async function keepLibrary(db: Database, library: Library, sequence: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO library (code, sequence, data)
    VALUES (${library.code}, ${BigInt(sequence)}, ${JSON.stringify(library)}::jsonb)
    ON CONFLICT (code) DO UPDATE SET sequence = excluded.sequence, data = excluded.data
    WHERE library.sequence < excluded.sequence`;
}
