import { reservationProcess, reservationWorkflowId } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { type Delivery, signalOnce, type TemporalLink } from '@toshobin/temporal';
import { type StuckProcesses, stuckProcessesIn } from './stuck-processes.ts';

/** What the desk needs of the processes beside a caller's wishes. */
export interface Processes {
  /** Whether reservations go on just now. */
  isUp(): Promise<boolean>;
  /**
   * The process of a reservation looks at the databases again and goes on; asked twice with the same `askId` it is once.
   * `closed`: it has ended; `unknown`: there is none.
   */
  lookAgain(asked: { reservationId: string; askId: string; at: Instant }): Promise<Delivery>;
  /** Those that do not go on by themselves. */
  stuck(): Promise<StuckProcesses>;
}

/** The real ones. */
export function processesIn(temporal: Pick<TemporalLink, 'client' | 'isUp'>): Processes {
  return {
    isUp: () => temporal.isUp(),
    lookAgain: ({ reservationId, askId, at }) =>
      signalOnce(temporal.client, {
        workflowId: reservationWorkflowId(reservationId),
        signalName: reservationProcess.signals.lookAgain,
        input: { at },
        requestId: `look-again-${askId}`,
      }),
    stuck: () => stuckProcessesIn(temporal),
  };
}
