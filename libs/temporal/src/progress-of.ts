import { asyncLocalStorage, type Context } from '@temporalio/activity';

/** How far a long command came. */
export interface Progress<C> {
  /** Where a try that was cut off stood; none at the first. */
  readonly from: C | undefined;
  /** Tells Temporal that it is alive, and where the next try is to go on. */
  note(cursor: C): void;
}

/**
 * The progress of the command that runs now. Called by somebody else than Temporal it begins at the beginning.
 *
 * @param read what a former try of the same release noted; undefined where it can't be read
 */
export function progressOf<C>(read: (noted: unknown) => C | undefined): Progress<C> {
  const context: Context | undefined = asyncLocalStorage.getStore();
  return {
    from: read(context?.info.heartbeatDetails),
    note: (cursor) => context?.heartbeat(cursor),
  };
}

const SIGN_OF_LIFE_MS = 5_000;

/** A command that may last, with a sign of life every few seconds: Temporal gives it to another when its process is gone. */
export async function withSignsOfLife<T>(work: () => Promise<T>): Promise<T> {
  const context: Context | undefined = asyncLocalStorage.getStore();
  const timer = setInterval(() => context?.heartbeat(), SIGN_OF_LIFE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * What a command does besides, once it has done what it is for: where that breaks it is said in the worker's log, and the
 * command has ended as well. Called by somebody else than Temporal it throws.
 */
export async function besides(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (err) {
    const context: Context | undefined = asyncLocalStorage.getStore();
    if (context === undefined) throw err;
    context.log.error(`${context.info.activityType}: what it does besides was not done`, { err });
  }
}
