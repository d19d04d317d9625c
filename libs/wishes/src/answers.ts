import { CalendarDateSchema, DeadlineSchema, RefusalSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** A decision on the wire. */
const decided = <V extends z.ZodType>(value: V) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), refusal: RefusalSchema }),
  ]);

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
