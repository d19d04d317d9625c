import type { Library } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** Keeps shipping's newest word of a library; an older one, or the same again, changes nothing: false. */
export async function keepLibrary(tx: Transaction, library: Library, sequence: bigint): Promise<boolean> {
  const kept = await tx.$executeRaw`
    INSERT INTO library (code, library, sequence)
    VALUES (${library.code}, ${JSON.stringify(library)}::jsonb, ${sequence})
    ON CONFLICT (code) DO UPDATE SET library = EXCLUDED.library, sequence = EXCLUDED.sequence
    WHERE library.sequence < EXCLUDED.sequence`;
  return kept > 0;
}
