import {
  CalendarDateSchema,
  DeadlineSchema,
  type Decision,
  decided,
  RefusalSchema,
  refuse,
} from '@toshobin/lending-rules';
import { z } from 'zod';

export const AdmissionSchema = z.discriminatedUnion('admitted', [
  z.object({ admitted: z.literal(true), position: z.int(), ready: z.boolean() }),
  z.object({ admitted: z.literal(false), refusal: RefusalSchema }),
]);

/** What the process answers to each wish; it comes from outside, so it is parsed. */
export const answers = {
  cancel: decided(z.object({ cancelled: z.literal(true) })),
  extend: decided(DeadlineSchema),
  changePickup: decided(z.object({ pickupLibrary: z.string() })),
  suspend: decided(z.object({ until: CalendarDateSchema })),
  resume: decided(z.object({ position: z.int() })),
  declarePickedUp: decided(z.object({ due: DeadlineSchema })),
};

/** The refusal of a wish by what the process knew already; undefined for any other fault. */
export function refusedAtOnce(turnedAwayWith: unknown): Decision<never> | undefined {
  const refusal = RefusalSchema.safeParse(turnedAwayWith).data;
  return refusal && { ok: false, refusal };
}

/**
 * What an update's answer means to the asker: TRY_AGAIN when there was none in time (it may still come true) and when
 * the process was ended from outside (it is begun anew), STATE_CHANGED when the process has come to its end, or never
 * was. Anything that is no answer of the contract is a fault.
 */
export function decisionOf<V>(answered: unknown, answer: z.ZodType<Decision<V>>): Decision<V> {
  if (answered === 'notYet' || answered === 'cutOff') return refuse('TRY_AGAIN');
  if (answered === 'closed') return refuse('STATE_CHANGED');
  return answer.parse(answered);
}
