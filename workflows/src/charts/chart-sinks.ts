import type { InjectedSinks } from '@temporalio/worker';
import type { Logger } from '@toshobin/service';
import type { ChartSinks } from './follow-chart.ts';

/** A way that a chart does not have stops no process; it is a fault of ours, and said so. */
export function chartSinks(log: Logger): InjectedSinks<ChartSinks> {
  return {
    chart: {
      entered: {
        fn: ({ workflowId }, entry) => {
          if (!entry.declared)
            log.warn({ workflowId, ...entry }, 'A process took a way its chart does not have');
        },
      },
    },
  };
}
