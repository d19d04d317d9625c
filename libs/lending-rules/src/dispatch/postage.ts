import { z } from 'zod';
import { CalendarDateSchema } from '../calendar/calendar-date.ts';
import type { PostalItem, PostalMode } from './choose-mode.ts';

const yen = z.int().positive();

/** Steps must grow, so that the first one that is large enough is the one that counts. */
function growing<T>(of: (step: T) => number): [(steps: T[]) => boolean, { error: string }] {
  const grows = (steps: T[]) =>
    steps.every((step, n) => {
      const before = steps[n - 1];
      return before === undefined || of(step) > of(before);
    });
  return [grows, { error: 'must grow from one step to the next' }];
}

/**
 * What the post asks, from a day on: Yu-Mail by weight, Yu-Pack within the prefecture by size (length, width and
 * thickness together). A copy's length and width are not known: every parcel is taken for one of this footprint.
 */
export const PostageRatesSchema = z.strictObject({
  validFrom: CalendarDateSchema,
  /** Where the figures are from. */
  source: z.string().min(1),
  yuMail: z
    .array(z.strictObject({ upToGrams: z.int().positive(), yen }))
    .min(1)
    .refine(...growing<{ upToGrams: number }>((step) => step.upToGrams)),
  yuPack: z
    .array(z.strictObject({ upToCm: z.int().positive(), yen }))
    .min(1)
    .refine(...growing<{ upToCm: number }>((step) => step.upToCm)),
  /** Length and width together, in centimetres. */
  yuPackFootprintCm: z.int().positive(),
});
export type PostageRates = z.infer<typeof PostageRatesSchema>;

/**
 * R11. What a parcel of these copies costs in yen; packing material is not counted. Undefined for an empty parcel, and
 * for one beyond the last step of the table.
 */
export function postageOf(
  items: readonly PostalItem[],
  mode: PostalMode,
  rates: PostageRates,
): number | undefined {
  if (items.length === 0) return undefined;
  if (mode === 'yuMail') {
    const grams = items.reduce((sum, item) => sum + item.weightGrams, 0);
    return rates.yuMail.find((step) => grams <= step.upToGrams)?.yen;
  }
  const thicknessMm = items.reduce((sum, item) => sum + item.thicknessMm, 0); // on top of each other
  const mm = rates.yuPackFootprintCm * 10 + thicknessMm;
  return rates.yuPack.find((step) => mm <= step.upToCm * 10)?.yen;
}
