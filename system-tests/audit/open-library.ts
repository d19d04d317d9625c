import { openCatalogDatabase } from '@toshobin/catalog';
import { type DeadLetterBox, deadLetterBox } from '@toshobin/events';
import { openPatronDatabase } from '@toshobin/patron';
import { createLogger, type KafkaAt, type TemporalAt } from '@toshobin/service';
import { openShippingDatabase } from '@toshobin/shipping';
import { connectTemporal, type TemporalLink } from '@toshobin/temporal';

/** Where everything of a library is kept. */
interface LibraryAddresses {
  CATALOG_DATABASE_URL: string;
  PATRON_DATABASE_URL: string;
  SHIPPING_DATABASE_URL: string;
  kafka: KafkaAt;
  temporal: TemporalAt;
}

/** A running library as its auditor sees it: nothing can be written. */
export interface OpenLibrary {
  catalog: ReturnType<typeof openCatalogDatabase>['db'];
  patron: ReturnType<typeof openPatronDatabase>['db'];
  shipping: ReturnType<typeof openShippingDatabase>['db'];
  temporal: TemporalLink;
  letters: DeadLetterBox;
  close(): Promise<void>;
}

/** Where a stack keeps everything, by the environment that it gives its services. */
export function addressesOf(env: Readonly<Record<string, string | undefined>>): LibraryAddresses {
  const of = (name: string) => env[name] ?? '';
  return {
    CATALOG_DATABASE_URL: of('CATALOG_DATABASE_URL'),
    PATRON_DATABASE_URL: of('PATRON_DATABASE_URL'),
    SHIPPING_DATABASE_URL: of('SHIPPING_DATABASE_URL'),
    kafka: { brokers: [of('KAFKA_BROKERS')] },
    temporal: { address: of('TEMPORAL_ADDRESS'), namespace: 'default' },
  };
}

/** Opens a library for reading; the databases refuse whoever would write. */
export function openLibrary(addresses: LibraryAddresses): OpenLibrary {
  const catalog = openCatalogDatabase(readOnly(addresses.CATALOG_DATABASE_URL));
  const patron = openPatronDatabase(readOnly(addresses.PATRON_DATABASE_URL));
  const shipping = openShippingDatabase(readOnly(addresses.SHIPPING_DATABASE_URL));
  const temporal = connectTemporal(addresses.temporal);
  const letters = deadLetterBox(addresses.kafka, createLogger('audit', 'silent'));
  return {
    catalog: catalog.db,
    patron: patron.db,
    shipping: shipping.db,
    temporal,
    letters,
    async close() {
      await Promise.all([
        catalog.close(),
        patron.close(),
        shipping.close(),
        temporal.close(),
        letters.close(),
      ]);
    },
  };
}

/** The address with the settings of every session of it; the address's own go before those that a service gives. */
function readOnly(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c TimeZone=UTC -c default_transaction_read_only=on');
  return url.href;
}
