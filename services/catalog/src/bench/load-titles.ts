import pg from 'pg';
import { loadCatalogue } from '../load/load-catalogue.ts';

/** Loads the titles of a bench's copies: a production start, which is measured, loads none. */
export async function loadTitles(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await loadCatalogue(pool, { sources: ['aozora'] });
  } finally {
    await pool.end();
  }
}
