import { MailWindowSchema } from '@toshobin/lending-rules';
import {
  callerConfig,
  commonConfig,
  kafkaConfig,
  localSecret,
  readConfig,
  temporalConfig,
} from '@toshobin/service';
import { z } from 'zod';

export const ConfigSchema = z.object({
  ...commonConfig,
  // Kafka is for the operators' list of what no service could understand.
  ...kafkaConfig,
  STAFF_WEB_TOKEN: callerConfig.STAFF_WEB_TOKEN,
  STAFF_WEB_DATABASE_URL: z.url(),
  STAFF_WEB_URL: z.url(),
  /** Where a terminal is told to the patrons' web; left out, nobody is led there. */
  PATRON_WEB_URL: z.url().optional(),
  CATALOG_URL: z.url(),
  PATRON_URL: z.url(),
  SHIPPING_URL: z.url(),
  /** Where processes are carried out, and asked. */
  WORKFLOWS_URL: z.url(),
  /** Where operators read histories, and of which namespace. */
  TEMPORAL_UI_URL: z.url(),
  TEMPORAL_NAMESPACE: temporalConfig.TEMPORAL_NAMESPACE,
  LIBRARY_NAME: z.string().min(1).default('県立図書館'),
  LIBRARY_PHONE: z
    .string()
    .regex(/^[0-9-]{6,20}$/)
    .default('096-000-0000'),
  /** R19, as the patron service has it: what pages say of when mails go out. */
  MAIL_WINDOW: MailWindowSchema.default('policy'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Where the stories of the pages leave their pictures: for whoever is writing the pages (`npm run dev`). */
  DEVELOPMENT_PICTURES: z.string().min(1).optional(),
  /** Whether staff need a second factor and pickup libraries an enrolled terminal; `off` is for trying things out. */
  STAFF_SECOND_FACTOR: z.enum(['required', 'off']).default('required'),
  /** Encrypts the second factors and keys the hashes of enrolment codes; changed over as docs/deploy.md says, or both are useless. */
  STAFF_SECRET: localSecret('staff-secret'),
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
  /** Where load.ts writes the sign-ins that it made. */
  DEMO_LOGINS_FILE: z.string().optional(),
});

export type StaffWebConfig = z.output<typeof ConfigSchema>;

export function readStaffWebConfig(env?: Readonly<Record<string, string | undefined>>): StaffWebConfig {
  return readConfig(ConfigSchema, env);
}
