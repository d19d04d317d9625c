import type { Library } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** Keeps shipping's newest word of a library; an older one, or the same again, changes nothing: false. */
export async function keepLibrary(tx: Transaction, library: Library, sequence: bigint): Promise<boolean> {
  const kept = await tx.$executeRaw`
    INSERT INTO library (code, sequence, data)
    VALUES (${library.code}, ${sequence}, ${JSON.stringify(library)}::jsonb)
    ON CONFLICT (code) DO UPDATE SET sequence = excluded.sequence, data = excluded.data
    WHERE library.sequence < excluded.sequence`;
  return kept > 0;
}
