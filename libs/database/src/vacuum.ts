/** What is needed of a Prisma client, outside of a transaction. */
interface Client {
  $executeRawUnsafe(query: string): PromiseLike<number>;
}

/**
 * Privacy. Takes rows that were deleted, or written otherwise, out of the pages of these tables and of their indexes, rather than
 * when they have become many; nobody is kept waiting. What an open transaction could still read stays until the next time,
 * and where other rows of a page stay, the bytes may lie in its free room until a row is written there.
 */
export async function vacuum(db: Client, tables: readonly string[]): Promise<void> {
  const named = tables.map((table) => `"${table}"`).join(', ');
  await db.$executeRawUnsafe(`VACUUM (INDEX_CLEANUP ON) ${named}`);
}
