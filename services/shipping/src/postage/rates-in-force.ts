import { type CalendarDate, isAfter, type PostageRates } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { z } from 'zod';
import { deliveredRates, PostageRatesSettingSchema } from '../postage-rates.ts';

const Setting = z.object({ POSTAGE_RATES: PostageRatesSettingSchema.optional() });
let tables: readonly PostageRates[] | undefined;

/** The tables of the setting, or else those that are delivered; read once. */
function allRates(): readonly PostageRates[] {
  tables ??= readConfig(Setting).POSTAGE_RATES ?? deliveredRates();
  return tables;
}

/** The rates of that day: of the tables that are valid by then, the youngest. Undefined before the first one. */
export function ratesInForce(day: CalendarDate, of = allRates()): PostageRates | undefined {
  return of
    .filter((table) => !isAfter(table.validFrom, day))
    .reduce<PostageRates | undefined>(
      (youngest, table) => (youngest && isAfter(youngest.validFrom, table.validFrom) ? youngest : table),
      undefined,
    );
}
