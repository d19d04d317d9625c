import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from '@toshobin/service';

let installed = false;

/**
 * Gives the SDK's runtime our log, warnings and worse, and leaves signals to the service. Once a process;
 * a runtime that is there already (a test's) is left as it is.
 */
export function quietRuntime(log: Logger): void {
  if (installed) return;
  installed = true;
  try {
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
        // Said of every worker that has only one of the two, which is what we want.
        if (/^No (workflows|activities) registered/.test(message)) return;
        // Our log writes out what it finds under `err`.
        const { error: err, ...more } = meta ?? {};
        const said = err === undefined ? more : { ...more, err };
        if (level === 'ERROR') log.error(said, message);
        else log.warn(said, message);
      }),
      // The core repeats itself at every poll while the server is away; our own lines say it once.
      telemetryOptions: {
        logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }), forward: {} },
      },
      shutdownSignals: [],
    });
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'IllegalStateError') return;
    throw fault;
  }
}
