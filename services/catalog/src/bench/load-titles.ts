import pg from 'pg';
import { loadCatalogue } from '../load/load-catalogue.ts';

/** The titles that the copies of a bench are of: a production start, which is what is measured, loads none. */
export async function loadTitles(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await loadCatalogue(pool, { sources: ['aozora'] });
  } finally {
    await pool.end();
  }
}
