import { reservationProcess, reservationWorkflowId, startOfReservation } from '@toshobin/contracts';
import { DeadlineSchema, RefusalSchema } from '@toshobin/lending-rules';
import { runUpdate, type TemporalLink, updateWithStart } from '@toshobin/temporal';
import { z } from 'zod';
import type { ReservationProcess, Wish } from './reservation-process.ts';

/** Milliseconds a patron waits for the process; after that the answer follows by mail. */
const ADMISSION_MS = 4_000;
const WISH_MS = 6_000;

const refused = z.object({ ok: z.literal(false), refusal: RefusalSchema });
const AdmissionSchema = z.discriminatedUnion('admitted', [
  z.object({ admitted: z.literal(true), position: z.int(), ready: z.boolean() }),
  z.object({ admitted: z.literal(false), refusal: RefusalSchema }),
]);
const CancelAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ cancelled: z.literal(true) }) }),
  refused,
]);
const ExtendAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: DeadlineSchema }),
  refused,
]);

/** Asks the workflow of a reservation by updates; answers are parsed, since they come from outside. */
export function askTemporal(temporal: Pick<TemporalLink, 'client'>): ReservationProcess {
  const { client } = temporal;
  const ask = (updateName: string, wish: Wish<unknown>): Promise<unknown> =>
    runUpdate<unknown>(client, {
      workflowId: reservationWorkflowId(wish.reservationId),
      updateName,
      updateId: wish.wishId,
      input: wish.input,
      timeoutMs: WISH_MS,
    });
  return {
    async admit(request) {
      const start = { ...startOfReservation(request), timeoutMs: ADMISSION_MS };
      const answer: unknown = await updateWithStart<unknown>(client, start);
      return answer === 'notYet' ? 'notYet' : AdmissionSchema.parse(answer);
    },
    async cancel(wish) {
      const answer = await ask(reservationProcess.updates.cancel, wish);
      return answer === 'notYet' || answer === 'closed' ? answer : CancelAnswerSchema.parse(answer);
    },
    async extend(wish) {
      const answer = await ask(reservationProcess.updates.extend, wish);
      return answer === 'notYet' || answer === 'closed' ? answer : ExtendAnswerSchema.parse(answer);
    },
  };
}
