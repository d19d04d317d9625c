import { reservationProcess, reservationWorkflowId, startOfReservation } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { runUpdate, type TemporalLink, updateWithStart } from '@toshobin/temporal';
import type { z } from 'zod';
import { AdmissionSchema, answers, decisionOf } from './answers.ts';
import type { ReservationProcess, Wish } from './reservation-process.ts';

/** Milliseconds a person waits for the process; after an admission's the place in the queue follows by mail. */
const ADMISSION_MS = 4_000;
const WISH_MS = 6_000;

/** Asks the workflow of a reservation by updates. */
export function askTemporal(temporal: Pick<TemporalLink, 'client'>): ReservationProcess {
  const { client } = temporal;
  const ask =
    <I, V>(updateName: keyof typeof answers, answer: z.ZodType<Decision<V>>) =>
    async (wish: Wish<I>): Promise<Decision<V>> => {
      const answered = await runUpdate<unknown>(client, {
        workflowId: reservationWorkflowId(wish.reservationId),
        updateName: reservationProcess.updates[updateName],
        // Two kinds of wish from one form are two updates.
        updateId: `${updateName}-${wish.wishId}`,
        input: wish.input,
        timeoutMs: WISH_MS,
      });
      return decisionOf(answered, answer);
    };
  return {
    async admit(request) {
      const start = { ...startOfReservation(request), timeoutMs: ADMISSION_MS };
      const answered = await updateWithStart<unknown>(client, start);
      // A process that was ended from outside before it answered: the sweep begins another run.
      return answered === 'notYet' || answered === 'closed' ? 'notYet' : AdmissionSchema.parse(answered);
    },
    cancel: ask('cancel', answers.cancel),
    extend: ask('extend', answers.extend),
    changePickup: ask('changePickup', answers.changePickup),
    suspend: ask('suspend', answers.suspend),
    resume: ask('resume', answers.resume),
    declarePickedUp: ask('declarePickedUp', answers.declarePickedUp),
  };
}
