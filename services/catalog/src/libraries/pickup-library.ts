import { type Library, LibrarySchema } from '@toshobin/contracts';
import { type CalendarDate, decidePickup } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

/** A library as shipping told of it last; undefined for one that it never told of. */
export async function pickupLibrary(tx: Transaction, code: string): Promise<Library | undefined> {
  const row = await tx.library.findUnique({ where: { code } });
  return row === null ? undefined : LibrarySchema.parse(row.library);
}

const Rows = z.array(z.object({ library: LibrarySchema }));

/** R5. The codes of the libraries that can't be used for pickup on that day. */
export async function pausedLibraries(tx: Transaction, day: CalendarDate): Promise<string[]> {
  const rows = Rows.parse(
    await tx.$queryRaw`SELECT library FROM library WHERE library->>'pausedFrom' IS NOT NULL`,
  );
  return rows.flatMap(({ library }) => (decidePickup(library, day).ok ? [] : [library.code]));
}
