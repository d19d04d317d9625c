import { MailWindowSchema, MaintenanceWindowSchema } from '@toshobin/lending-rules';
import { callerConfig, commonConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';

export const ConfigSchema = z.object({
  ...commonConfig,
  PATRON_WEB_TOKEN: callerConfig.PATRON_WEB_TOKEN,
  PATRON_WEB_DATABASE_URL: z.url(),
  /** The address patrons see. */
  PATRON_WEB_URL: z.url(),
  CATALOG_URL: z.url(),
  PATRON_URL: z.url(),
  SHIPPING_URL: z.url(),
  /** Where processes are carried out, and asked. */
  WORKFLOWS_URL: z.url(),
  LIBRARY_NAME: z.string().min(1).default('県立図書館'),
  LIBRARY_PHONE: z
    .string()
    .regex(/^[0-9-]{6,20}$/)
    .default('096-000-0000'),
  /** The city whose libraries are no pickup libraries of this service (the library's own page: 熊本市以外); `none` where all towns have one. */
  UNSERVED_CITY: z
    .string()
    .min(1)
    .default('熊本市')
    .transform((city) => (city === 'none' ? undefined : city)),
  /** Where that city's own libraries are found; left out, they are only named. */
  UNSERVED_CITY_URL: z.url().optional(),
  /** Where a place is shown on a map; the default is the national one (国土地理院), which keeps nobody's visits. */
  MAP_URL: z
    .string()
    .regex(/^https:\/\/.*\{latitude\}.*\{longitude\}/)
    .default('https://maps.gsi.go.jp/#16/{latitude}/{longitude}/'),
  /** The search over the libraries of the prefecture, with {isbn} in it; left out, records do not lead there. */
  UNION_SEARCH_URL: z
    .string()
    .regex(/^https:\/\/.*\{isbn\}/)
    .optional(),
  /** The same search for words, with {words} in it; left out, a search that finds nothing does not lead there. */
  UNION_SEARCH_WORDS_URL: z
    .string()
    .regex(/^https:\/\/.*\{words\}/)
    .optional(),
  /** Where real covers are asked for by our server, with {isbn} behind its host; left out, covers are drawn and nobody is asked. */
  COVER_SOURCE_URL: z
    .string()
    .regex(/^https?:\/\/[^/{}@]+\/.*\{isbn\}/)
    .optional(),
  /** The address that mails come from, for the help about filters; left out, it is not named. */
  MAIL_FROM: z.email().optional(),
  /** R12. Left out, it is 04:30-05:00 in production and off everywhere else. */
  MAINTENANCE_WINDOW: MaintenanceWindowSchema.optional(),
  /** R19, as the patron service has it: what pages say of when mails go out. */
  MAIL_WINDOW: MailWindowSchema.default('policy'),
  /** Proxies in front of this process whose X-Forwarded-For is believed; 0 believes none. Production must say it. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Where the stories of the pages leave their pictures: for whoever is writing the pages (`npm run dev`). */
  DEVELOPMENT_PICTURES: z.string().min(1).optional(),
});

export type PatronWebConfig = z.output<typeof ConfigSchema>;

export function readPatronWebConfig(env?: Readonly<Record<string, string | undefined>>): PatronWebConfig {
  return readConfig(ConfigSchema, env);
}
