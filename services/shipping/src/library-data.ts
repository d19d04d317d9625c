import { readFileSync } from 'node:fs';
import { AddressSchema, LibraryCodeSchema, PlaceSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { ClosingRulesSchema, WeekdaySchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { jsonSetting } from './json-setting.ts';

const LibraryDataSchema = z.strictObject({
  code: LibraryCodeSchema,
  name: z.string().min(1).max(60),
  reading: z.string().regex(/^[ぁ-ゖー ]+$/, { error: 'must be hiragana' }),
  /** Null for the prefectural library alone. */
  region: z.string().min(1).nullable(),
  ...z
    .strictObject({
      postcode: AddressSchema.shape.postcode,
      addressLines: AddressSchema.shape.lines,
      hours: PlaceSchema.shape.hours,
      location: PlaceSchema.shape.location,
      guidance: PlaceSchema.shape.guidance,
      phone: z.string().regex(/^0\d+-\d+-\d+$/),
      arrival: z.enum(['scan', 'assumed']),
      closedWeekdays: z.array(WeekdaySchema),
      ...ClosingRulesSchema.shape,
    })
    .partial().shape,
});
export type LibraryData = z.infer<typeof LibraryDataSchema>;

/** The prefectural library, and the pickup libraries in the order in which pages list them. */
const LibrariesSchema = z
  .array(LibraryDataSchema)
  .min(2, { error: 'must have the prefectural library and a pickup library' })
  .superRefine((libraries, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message });
    if (libraries[0]?.code !== PREFECTURAL_LIBRARY)
      say(`must begin with the prefectural library, whose code is ${PREFECTURAL_LIBRARY}`);
    if (new Set(libraries.map(({ code }) => code)).size < libraries.length) say('has a code twice');
    const elsewhere = libraries.find(({ region }, at) => (region === null) !== (at === 0));
    if (elsewhere !== undefined) say(`has a wrong region at ${elsewhere.code}: null at the first alone`);
  });

/** The setting LIBRARIES: JSON in the form of data/libraries.json; code, name, reading and region are needed. */
export const LibrariesSettingSchema = jsonSetting(LibrariesSchema);

/** A library of the delivered list, which may say nothing of the days on which it closes but those of the week. */
const DeliveredSchema = LibraryDataSchema.required().extend(ClosingRulesSchema.partial().shape);

/** The libraries as they are delivered with the service: the prefectural one, then the page's list in its order. */
export function libraryData(): z.infer<typeof DeliveredSchema>[] {
  const file = new URL('../data/libraries.json', import.meta.url);
  return z.array(DeliveredSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
