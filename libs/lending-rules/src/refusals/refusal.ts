import { z } from 'zod';
import { refusals } from './refusals.ts';

/** One of the codes of the list. */
export const RefusalCodeSchema = z.enum(refusals.map((entry) => entry.code));

/** What is filled into a sentence. A date travels as 'YYYY-MM-DD' and is written out by the sentence. */
export const RefusalValuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type RefusalValues = z.infer<typeof RefusalValuesSchema>;

/** Why a rule says no: the code, and the values its sentence names. */
export const RefusalSchema = z.strictObject({
  code: RefusalCodeSchema,
  values: RefusalValuesSchema.optional(),
});
export type Refusal = z.infer<typeof RefusalSchema>;
