import { z } from 'zod';
import { RefusalSchema } from './refusal.ts';

/** A decision as it comes from outside, or from where it was kept. */
export const decided = <V extends z.ZodType>(value: V) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), refusal: RefusalSchema }),
  ]);
