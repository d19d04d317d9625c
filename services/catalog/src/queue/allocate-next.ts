import type { Transaction } from '../database.ts';
import { lockCopyOnShelf } from '../ledger/lock-copy.ts';
import { allocate } from './allocate.ts';
import { nextWaiting } from './next-waiting.ts';
import { keptCopy, passOn } from './pass-on.ts';

/**
 * Gives copies that stand on the title's shelf to those who wait, in the order of the queue, then those that were only
 * kept while nobody waited (R15); the record is locked. Answers how many were given.
 */
export async function allocateNext(tx: Transaction, recordId: bigint, at: Date): Promise<number> {
  for (let given = 0; ; given += 1) {
    const entry = await nextWaiting(tx, recordId, at);
    if (entry === undefined) return given;
    const copy = await lockCopyOnShelf(tx, recordId);
    if (copy !== undefined) {
      await allocate(tx, copy, entry, at);
      continue;
    }
    const kept = await keptCopy(tx, recordId);
    if (kept === undefined) return given;
    await passOn(tx, kept, entry, at);
  }
}
