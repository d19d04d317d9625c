import { AllocationSchema, PickupChangeSchema } from '@toshobin/contracts';
import { CalendarDateSchema, DeadlineSchema, decided, RefusalCodeSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** The forms of the catalog's answers to wishes, as they are kept. */
export const wishAnswers = {
  leaveQueue: z.discriminatedUnion('left', [
    z.object({
      left: z.literal(true),
      copyIs: z.enum(['none', 'onShelf', 'atPrefectural', 'packed', 'away']),
    }),
    z.object({ left: z.literal(false), refusal: RefusalCodeSchema }),
  ]),
  suspend: decided(z.object({ until: CalendarDateSchema })),
  resume: decided(z.object({ position: z.int(), allocation: AllocationSchema.exactOptional() })),
  changePickup: decided(z.object({ name: z.string(), moved: PickupChangeSchema.exactOptional() })),
  extend: decided(DeadlineSchema),
  declarePickedUp: decided(z.object({ due: DeadlineSchema })),
};
