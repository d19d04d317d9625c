/** A service's Prisma client, as far as it begins transactions. */
interface BeginsTransactions<Tx> {
  $transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/**
 * One transaction that may write events or notices; whoever publishes and sends them hears of the commit. Read
 * committed: its work takes the locks.
 */
export async function inTransaction<Tx, T>(
  { db, committed }: { db: BeginsTransactions<Tx>; committed(): void },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const done = await db.$transaction(work);
  committed();
  return done;
}
