import type { Logger } from './create-logger.ts';

/** Milliseconds the whole end may take, after it has waited for others to look elsewhere, before the process leaves anyway. */
export const END_MS = 25_000;

/**
 * SIGTERM and SIGINT stop the process in order and end it with 0 (with 1 when that takes too long); a second
 * signal ends it at once. What nobody caught is logged and ends the process with 1: its state is not known.
 */
export function endWithSignals(stop: () => Promise<void>, log: Logger, drainMs = 0): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(1);
    ending = true;
    log.info(`${signal}: stopping`);
    setTimeout(() => {
      log.error(`not stopped after ${drainMs + END_MS} ms; leaving`);
      process.exit(1);
    }, drainMs + END_MS).unref();
    stop().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ err: fault }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  const leave = (fault: unknown) => {
    log.fatal({ err: fault }, 'a fault that nobody caught');
    process.exit(1);
  };
  process.on('unhandledRejection', leave);
  process.on('uncaughtException', leave);
}
