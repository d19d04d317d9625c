import {
  type Admission,
  ReservationEndSchema,
  reservationProcess,
  reservationWorkflowId,
  startOfReservation,
} from '@toshobin/contracts';
import { type Decision, RefusalSchema } from '@toshobin/lending-rules';
import { runUpdate, turnedAwayWith, updateWithStart } from '@toshobin/temporal';
import { processesOf } from '../facts/processes.ts';
import type { AskedWish, Engine, WishAnswer } from './engine.ts';
import type { TimeSkippingServer } from './time-skipping-server.ts';

/** Milliseconds for an answer: with many at once the test server takes longer than usual. */
const ANSWER_MS = 40_000;

/** A Temporal server, with the workers of the library. */
export function engineOn({ client, now, pass }: TimeSkippingServer): Engine {
  return {
    processes: processesOf(client),
    now,
    pass,
    // The server's clock skips only when all are idle, so a minute that has passed says that they were.
    settle: () => pass('PT1M'),
    async admit(request) {
      const ask = () =>
        updateWithStart<Admission>(client, { ...startOfReservation(request), timeoutMs: ANSWER_MS });
      // An update asked again gives the same answer.
      let admission = await ask();
      for (let more = 5; admission === 'notYet' && more > 0; more--) admission = await ask();
      if (admission === 'notYet' || admission === 'closed') throw new Error('The admission was not answered');
      return admission;
    },
    /** A refusal by the validator is in no history; to the asker it is one like any other. */
    async ask<V>({ reservationId, name, wish, id }: AskedWish): Promise<WishAnswer<V>> {
      try {
        return await runUpdate<Decision<V>>(client, {
          workflowId: reservationWorkflowId(reservationId),
          updateName: reservationProcess.updates[name],
          updateId: id,
          input: wish,
          timeoutMs: ANSWER_MS,
        });
      } catch (fault) {
        const refusal = RefusalSchema.safeParse(turnedAwayWith(fault)).data;
        if (!refusal) throw fault;
        return { ok: false, refusal };
      }
    },
    async outcomeOf(reservationId) {
      const result = await client.workflow.getHandle(reservationWorkflowId(reservationId)).result();
      return ReservationEndSchema.parse(result).outcome;
    },
  };
}
