/** A service's Prisma client, as far as it begins transactions. */
interface BeginsTransactions<Tx> {
  $transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Transactions in which something was written that somebody publishes. */
const telling = new WeakSet<object>();

/** Notes that the transaction has written an event. */
export function tells(tx: object): void {
  telling.add(tx);
}

/**
 * One transaction that may write events; whoever publishes them hears of the commit, if it has written one: most that
 * only hear write none. Read committed: its work takes the locks.
 */
export async function inTransaction<Tx extends object, T>(
  { db, committed }: { db: BeginsTransactions<Tx>; committed(): void },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  let told = false;
  const done = await db.$transaction(async (tx) => {
    const answer = await work(tx);
    told = telling.has(tx);
    return answer;
  });
  if (told) committed();
  return done;
}
