import { readFileSync } from 'node:fs';
import { type PostageRates, PostageRatesSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { jsonSetting } from './json-setting.ts';

const RateTablesSchema = z
  .array(PostageRatesSchema)
  .min(1)
  .refine((tables) => new Set(tables.map(({ validFrom }) => validFrom)).size === tables.length, {
    error: 'has two tables of one day',
  });

/** The setting POSTAGE_RATES: the post's prices in the form of data/postage-rates.json, each table from a day on. */
export const PostageRatesSettingSchema = jsonSetting(RateTablesSchema);

/** The post's prices as they are delivered with the service. */
export function deliveredRates(): PostageRates[] {
  const file = new URL('../data/postage-rates.json', import.meta.url);
  return RateTablesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
