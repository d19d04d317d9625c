import { MailWindowSchema } from '@toshobin/lending-rules';
import { callerConfig, commonConfig, databaseUrl, engineConfig, localSecret } from '@toshobin/service';
import { z } from 'zod';

/** What the patron service reads from the environment. */
export const PatronConfigSchema = z.object({
  ...commonConfig,
  ...callerConfig,
  ...engineConfig,
  PATRON_DATABASE_URL: databaseUrl,
  /** The catalog, which is asked whether a copy is still where a mail says. */
  CATALOG_URL: z.url(),
  /** Where the links in mails lead. */
  PATRON_WEB_URL: z.url(),
  /** The address of an emulator, if any; credentials come from where the AWS SDK looks for them. */
  SES_ENDPOINT: z.url().optional(),
  SES_REGION: z.string().min(1),
  MAIL_FROM: z.email(),
  /** The sender's name in mails, and the library's own. */
  LIBRARY_NAME: z.string().min(1).max(60),
  LIBRARY_PHONE: z.string().min(1).max(30),
  /** Seconds for which notices wait for others of the same occasion (R19). */
  NOTICE_GATHER_SECONDS: z.coerce.number().min(0).max(3600).default(5),
  /** R19: `policy` (the policy's 08:00–20:00), `always` (local stacks), or a window `HH:MM-HH:MM`. */
  MAIL_WINDOW: MailWindowSchema.default('policy'),
  /** The SNS topic on which SES tells of bounces and complaints; without it they are not taken in. */
  SES_NOTIFICATIONS_TOPIC: z
    .string()
    .regex(/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, { error: 'must be the ARN of an SNS topic' })
    .optional(),
  /** Keys the hashes of card numbers and the links in mails; changing it makes open links useless. */
  PATRON_SECRET: localSecret('patron-secret'),
});

/** What load.ts reads. */
export const LoadConfigSchema = z.object({
  NODE_ENV: commonConfig.NODE_ENV,
  BARCODES: commonConfig.BARCODES,
  PATRON_DATABASE_URL: databaseUrl,
  DEMO_DATA: z.enum(['on', 'off']).default('off'),
  /** Where the sign-ins of the demo people are written. */
  DEMO_LOGINS_FILE: z.string().optional(),
});
