import { type Library, LibrarySchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** The library of that code as we last heard of it, or undefined. */
export async function findLibrary(tx: Transaction, code: string): Promise<Library | undefined> {
  const row = await tx.library.findUnique({ where: { code } });
  return row === null ? undefined : LibrarySchema.parse(row.data);
}

/** Whether shipping's list has arrived at all; before that nobody can say that a library is unknown. */
export async function librariesArrived(tx: Transaction): Promise<boolean> {
  return (await tx.library.count({ where: { code: PREFECTURAL_LIBRARY } })) > 0;
}
