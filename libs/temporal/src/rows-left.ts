import { ApplicationFailure } from '@temporalio/common';
import { ROWS_FAILED, type RowsLeft } from '@toshobin/contracts';
import { besides } from './progress-of.ts';

/**
 * How a command of the night ends that had to leave rows, with the others done: it is not tried again before the next night,
 * and its process names the rows.
 */
export function rowsFailed(left: RowsLeft): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`${left.failed.length} rows failed`, ROWS_FAILED, left);
}

/** What a command does, and then besides; also where it had to leave rows. */
export async function thenBesides<T>(work: () => Promise<T>, also: () => Promise<void>): Promise<T> {
  try {
    const done = await work();
    await besides(also);
    return done;
  } catch (fault) {
    if (fault instanceof ApplicationFailure && fault.type === ROWS_FAILED) await besides(also);
    throw fault;
  }
}
