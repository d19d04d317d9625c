import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { startTestPostgres } from '@toshobin/database/testing';
import { defaultPolicy, instant } from '@toshobin/lending-rules';
import { Client } from 'pg';
import { keepers, tellOfRestore } from './tell-of-restore.ts';

// What is told of reservations after a restore is seen in restore.long.test.ts, over a whole stack.

test('the rules and calendars that are in force after a restore are told as newer than what is lost, also twice', async () => {
  const postgres = await startTestPostgres();
  const migrated = (service: string) =>
    postgres.createMigrated(
      service,
      fileURLToPath(new URL(`../../services/${service}/prisma/migrations`, import.meta.url)),
    );
  const addresses = {
    CATALOG_DATABASE_URL: await migrated('catalog'),
    PATRON_DATABASE_URL: await migrated('patron'),
    SHIPPING_DATABASE_URL: await migrated('shipping'),
  };
  const at = async (connectionString: string, sql: string, values: unknown[] = []) => {
    const client = new Client({ connectionString });
    await client.connect();
    const { rows } = await client.query(sql, values);
    await client.end();
    return rows;
  };
  const numbers = { ...defaultPolicy, loanLimit: 7 };
  await at(
    addresses.CATALOG_DATABASE_URL,
    `INSERT INTO policy (version, policy, changed_by, changed_at) VALUES (3, $1, 'kanri', now())`,
    [JSON.stringify(numbers)],
  );
  await at(
    addresses.SHIPPING_DATABASE_URL,
    `INSERT INTO dispatch_calendar (id, weekdays, cut_off, closed_weekdays, published) VALUES (1, '{1,4}', '14:00', '{2}', '{}')`,
  );
  await at(
    addresses.PATRON_DATABASE_URL,
    'INSERT INTO title_waiting (record_id, sequence, waiting) VALUES (999, 1, true)',
  );

  const restoredAt = instant('2026-11-26T18:10:00Z');
  for (const time of [1, 2]) {
    expect(await tellOfRestore(addresses, restoredAt, new Set(keepers))).toBe('told');
    const policies = await at(
      addresses.CATALOG_DATABASE_URL,
      'SELECT version, policy FROM policy ORDER BY 1',
    );
    expect(policies.at(-1)).toEqual({ version: 3 + time * 1_000, policy: numbers });
    const told = await at(addresses.CATALOG_DATABASE_URL, 'SELECT type FROM outbox');
    expect(told).toEqual(Array.from({ length: time }, () => ({ type: 'catalog.policy.changed' })));
    const calendars = await at(addresses.SHIPPING_DATABASE_URL, 'SELECT type FROM outbox');
    expect(calendars).toEqual(
      Array.from({ length: time }, () => ({ type: 'shipping.dispatchCalendar.changed' })),
    );
  }
  await postgres.stop();
});
