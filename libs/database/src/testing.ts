import { startOwnPostgres } from './own-test-server.ts';
import { databasesOnSharedServer } from './shared-test-server.ts';
import type { TestPostgres } from './test-postgres.ts';

export { startOwnPostgres } from './own-test-server.ts';
export type { OwnTestPostgres, TestPostgres } from './test-postgres.ts';

/** Names the server that the test files of one `npm test` share (shared-test-server.ts). */
const SHARED_SERVER = 'TEST_POSTGRES_URL';

/**
 * Databases for a test file, durable in nothing: on the server that this run of the tests shares, or, where there is
 * none, on one of the file's own. Call it in `beforeAll`, `stop()` in `afterAll`.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const shared = process.env[SHARED_SERVER];
  return shared === undefined ? startOwnPostgres() : databasesOnSharedServer(shared);
}
export { assertHunt, type Hunt, hunt, racePairs } from './hunt.ts';
export { inCommon, momentsOf, type Trace, tracesIn } from './in-common.ts';
export { tablesChanged, tablesWithRowsLeft } from './rows-left.ts';
