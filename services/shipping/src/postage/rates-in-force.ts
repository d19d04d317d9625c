import { readFileSync } from 'node:fs';
import { type CalendarDate, isAfter, type PostageRates, PostageRatesSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

const file = new URL('../../data/postage-rates.json', import.meta.url);
const tables = z.array(PostageRatesSchema).parse(JSON.parse(readFileSync(file, 'utf8')));

/** The rates of that day: of the tables that are valid by then, the youngest. Undefined before the first one. */
export function ratesInForce(day: CalendarDate): PostageRates | undefined {
  return tables
    .filter((table) => !isAfter(table.validFrom, day))
    .reduce<PostageRates | undefined>(
      (youngest, table) => (youngest && isAfter(youngest.validFrom, table.validFrom) ? youngest : table),
      undefined,
    );
}
