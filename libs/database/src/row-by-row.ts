import { databaseAway } from './database-away.ts';

/** A row of which something could not be done, and why. */
export interface LeftRow<R> {
  row: R;
  fault: unknown;
}

/** Whether a fault is none of a row's: an engine is away. It is thrown, and all of it tried again later. */
type IsNobodys = (fault: unknown) => boolean;

/** Does something of each row by itself: one that fails keeps no other. Answers those that failed. */
export async function rowByRow<R>(
  rows: readonly R[],
  work: (row: R) => Promise<unknown>,
  isNobodys: IsNobodys = databaseAway,
): Promise<LeftRow<R>[]> {
  const left: LeftRow<R>[] = [];
  for (const row of rows) {
    try {
      await work(row);
    } catch (fault) {
      if (isNobodys(fault)) throw fault;
      left.push({ row, fault });
    }
  }
  return left;
}

/** Does something of all rows at once, and where that fails of each by itself. Answers of how many, and those that failed. */
export async function togetherOrRowByRow<R>(
  rows: readonly R[],
  work: (rows: readonly R[]) => Promise<number>,
  isNobodys: IsNobodys = databaseAway,
): Promise<{ done: number; left: LeftRow<R>[] }> {
  try {
    return { done: await work(rows), left: [] };
  } catch (fault) {
    if (isNobodys(fault) || rows.length === 0) throw fault;
  }
  let done = 0;
  const one = async (row: R) => {
    done += await work([row]);
  };
  return { left: await rowByRow(rows, one, isNobodys), done };
}
