import type { Transaction } from '../database.ts';

/** The first scan of a desk by which the copy was handed out, and that nothing takes back. */
export async function scannedHandOut(tx: Transaction, allocation: number): Promise<string | undefined> {
  const scans = await tx.scan.findMany({
    where: { allocation, kind: 'handedOut' },
    orderBy: { sequence: 'asc' },
  });
  const voided = new Set(scans.map(({ voids }) => voids));
  return scans.find(({ factId, account, voids }) => voids === null && account !== null && !voided.has(factId))
    ?.factId;
}
