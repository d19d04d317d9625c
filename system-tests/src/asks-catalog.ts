import { allow } from '@toshobin/lending-rules';
import type { ServiceClient } from '@toshobin/service';
import { z } from 'zod';
import { standingsOf } from '../../services/catalog/src/ledger/standings.ts';
import type { CatalogInTest } from '../../services/catalog/src/testing/catalog-in-test.ts';

/** What the patron service asks the catalog: how reservations stand. */
const AskedSchema = z.object({ reservationIds: z.array(z.uuid()) });

/** The catalog, as the patron service asks it in a test. */
export function asksCatalog(catalog: CatalogInTest): ServiceClient {
  return {
    async call(endpoint, parts) {
      const { reservationIds } = AskedSchema.parse(parts?.body);
      const standings = await catalog.deps.db.$transaction((tx) => standingsOf(tx, reservationIds));
      return allow(endpoint.answer.parse({ standings }));
    },
  };
}
