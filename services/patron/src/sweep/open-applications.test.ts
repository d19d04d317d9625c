import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { patronActivities } from '../activities/patron-activities.ts';
import type { Database } from '../database.ts';
import { openDatabaseThatTells } from '../testing/database-that-tells.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { startApplications } from './start-applications.ts';

// The sweep runs every few seconds, whatever the night has left to be erased.
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
  const patronId = await service.patronId(makeBarcode('card', 101));
  const first = service.deps.now();
  service.passMinutes(20_000);
  // One application in 400 is open.
  await service.db.$executeRaw`
    INSERT INTO application (reservation_id, patron_id, record_id, title, pickup_library, channel, applied_at, answered,
      state, ended_at, closed_at, outcome)
    SELECT gen_random_uuid(), ${patronId}::uuid, n, '草枕', 'uto', 'web', at, true,
      CASE WHEN closed THEN 'returned' ELSE 'queued' END,
      CASE WHEN closed THEN at END, CASE WHEN closed THEN at END, CASE WHEN closed THEN 'returned' END
    FROM generate_series(1, 20000) AS n,
      LATERAL (SELECT ${first}::timestamptz + n * interval '1 minute' AS at, n % 400 > 0 AS closed) AS row`;
  await service.db.$executeRaw`ANALYZE application`;
});
afterAll(() => service?.close());

/** The indexes by which the database finds the rows of applications for a question. */
async function indexesFor(asked: (db: Database) => Promise<unknown>): Promise<string[]> {
  const { db, queries } = await openDatabaseThatTells(service);
  await asked(db);
  await db.$disconnect();
  const plans = queries
    .filter(({ query }) => query.startsWith('SELECT'))
    .map(({ query, params }) =>
      service.db.$queryRawUnsafe(`EXPLAIN (FORMAT JSON) ${query}`, ...JSON.parse(params)),
    );
  const found = JSON.stringify(await Promise.all(plans)).matchAll(
    /"Index Name":"(\w+)"|"Node Type":"(Seq Scan)"/g,
  );
  return [...found].map(([, index, scan]) => index ?? scan ?? '');
}

test('the sweep finds what is unanswered without reading what is closed', async () => {
  const sweep = (db: Database) => startApplications({ ...service.deps, db }, async () => 'notYet');
  expect(await indexesFor(sweep)).toEqual(['application_unanswered']);
});

test('the night finds what is open without reading what is closed', async () => {
  const open = (db: Database) => patronActivities({ ...service.deps, db }).openReservations({ after: null });
  // Both indexes have the rows that are not closed.
  expect(await indexesFor(open)).toEqual([expect.stringMatching(/^application_(not_)?closed$/)]);
});
