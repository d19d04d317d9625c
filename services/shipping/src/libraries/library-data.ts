import { readFileSync } from 'node:fs';
import { AddressSchema, LibraryCodeSchema, PlaceSchema } from '@toshobin/contracts';
import { WeekdaySchema } from '@toshobin/lending-rules';
import { z } from 'zod';

const LibraryDataSchema = z.strictObject({
  code: LibraryCodeSchema,
  name: z.string().min(1),
  reading: z.string().regex(/^[ぁ-ゖー ]+$/, { error: 'must be hiragana' }),
  region: z.string().min(1).nullable(),
  postcode: AddressSchema.shape.postcode,
  addressLines: AddressSchema.shape.lines,
  hours: PlaceSchema.shape.hours,
  location: PlaceSchema.shape.location,
  guidance: PlaceSchema.shape.guidance,
  phone: z.string().regex(/^0\d+-\d+-\d+$/),
  arrival: z.enum(['scan', 'assumed']),
  closedWeekdays: z.array(WeekdaySchema),
});
export type LibraryData = z.infer<typeof LibraryDataSchema>;

/** The libraries as they are delivered with the service: the prefectural one, then the page's list in its order. */
export function libraryData(): LibraryData[] {
  const file = new URL('../../data/libraries.json', import.meta.url);
  return z.array(LibraryDataSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
