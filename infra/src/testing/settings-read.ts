import { databaseUrl, kafkaConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import * as catalog from '../../../services/catalog/src/config.ts';
import * as patron from '../../../services/patron/src/config.ts';
import * as patronWeb from '../../../services/patron-web/src/config.ts';
import * as shipping from '../../../services/shipping/src/config.ts';
import * as staffWeb from '../../../services/staff-web/src/config.ts';
import { SetUpConfigSchema, WorkflowsConfigSchema } from '../../../workflows/src/config.ts';
import type { ServiceName } from '../services.ts';

/** What each process reads at its start, and what is read when it is prepared. */
export const settingsRead: Record<ServiceName, { main: z.ZodObject; prepare: z.ZodObject }> = {
  catalog: { main: catalog.CatalogConfigSchema, prepare: catalog.LoadConfigSchema },
  patron: { main: patron.PatronConfigSchema, prepare: patron.LoadConfigSchema },
  shipping: { main: shipping.ShippingConfigSchema, prepare: shipping.LoadConfigSchema },
  workflows: { main: WorkflowsConfigSchema, prepare: SetUpConfigSchema },
  'patron-web': {
    main: patronWeb.ConfigSchema,
    prepare: z.object({ PATRON_WEB_DATABASE_URL: databaseUrl }),
  },
  'staff-web': { main: staffWeb.ConfigSchema, prepare: staffWeb.ConfigSchema },
};

/** What the making of topics reads. */
export const settingsForTopics = z.object(kafkaConfig);

/** Not read by us: where the AWS SDK looks for credentials, and Node for whom it believes beside the public authorities. */
const ofOthers = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SHARED_CREDENTIALS_FILE'],
  'NODE_EXTRA_CA_CERTS',
];

/** Throws with every fault; answers the variables that the schema doesn't know. */
export function unknownTo(schema: z.ZodObject, env: Readonly<Record<string, string>>): string[] {
  readConfig(schema, env);
  const known = ['NODE_ENV', 'INTERNAL_HTTP', ...Object.keys(schema.shape), ...ofOthers];
  return Object.keys(env).filter(
    (name) => ![name, name.replace(/_FILE$/, '')].some((one) => known.includes(one)),
  );
}
