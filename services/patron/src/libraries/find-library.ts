import { type Library, LibrarySchema, PREFECTURAL_LIBRARY, parseKnown } from '@toshobin/contracts';
import type { Database, Transaction } from '../database.ts';

/** The library of that code as we last heard of it, or undefined. */
export async function findLibrary(tx: Transaction, code: string): Promise<Library | undefined> {
  const row = await tx.library.findUnique({ where: { code } });
  return row === null ? undefined : parseKnown(LibrarySchema, row.data);
}

/** Whether shipping's list has arrived at all; before that nobody can say that a library is unknown. */
export async function librariesArrived(tx: Transaction): Promise<boolean> {
  return (await tx.library.count({ where: { code: PREFECTURAL_LIBRARY } })) > 0;
}

/** Every library as last heard of; one that has not arrived yet throws, and the mail is tried again. */
export async function readLibraries(db: Database | Transaction): Promise<(code: string) => Library> {
  const rows = await db.library.findMany();
  const known = new Map(rows.map((row) => [row.code, row.data]));
  return (code) => {
    const data = known.get(code);
    if (data === undefined) throw new Error(`The library ${code} has not arrived yet`);
    return parseKnown(LibrarySchema, data);
  };
}
