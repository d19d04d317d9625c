import type { QueryResult } from 'pg';

/** A pg pool or one of its clients. */
export interface Queryable {
  query(sql: string, values?: unknown[]): Promise<QueryResult<Record<string, unknown>>>;
}
