import { reservationProcess, reservationWorkflowId, startOfReservation } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { runUpdate, type TemporalLink, turnedAwayWith, updateWithStart } from '@toshobin/temporal';
import type { z } from 'zod';
import { AdmissionSchema, answers, decisionOf, refusedAtOnce } from './answers.ts';
import type { ReservationProcess, Wish } from './reservation-process.ts';

/** Milliseconds a person waits for the process; after an admission's the place in the queue follows by mail. */
const ADMISSION_MS = 4_000;
const WISH_MS = 6_000;

/** R20. Counts a wish where those of both webs are counted; refuses TOO_MANY_WISHES. */
export type TakeWish = (wish: { reservationId: string; wishId: string }) => Promise<Decision<unknown>>;

/**
 * Asks the workflow of a reservation by updates. Each wish but a cancellation is counted first, so that one too many
 * costs its history nothing.
 */
export function askTemporal({
  client,
}: Pick<TemporalLink, 'client'>): (takeWish: TakeWish) => ReservationProcess {
  return (takeWish) => processIn(client, takeWish);
}

function processIn(client: TemporalLink['client'], takeWish: TakeWish): ReservationProcess {
  const ask =
    <I, V>(updateName: keyof typeof answers, answer: z.ZodType<Decision<V>>) =>
    async (wish: Wish<I>): Promise<Decision<V>> => {
      // Two kinds of wish from one form are two updates.
      const updateId = `${updateName}-${wish.wishId}`;
      if (updateName !== 'cancel') {
        const taken = await takeWish({ reservationId: wish.reservationId, wishId: updateId });
        if (!taken.ok) return taken;
      }
      try {
        const answered = await runUpdate<unknown>(client, {
          workflowId: reservationWorkflowId(wish.reservationId),
          updateName: reservationProcess.updates[updateName],
          updateId,
          input: wish.input,
          timeoutMs: WISH_MS,
        });
        return decisionOf(answered, answer);
      } catch (fault) {
        const refused = refusedAtOnce(turnedAwayWith(fault));
        if (refused) return refused;
        throw fault;
      }
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
