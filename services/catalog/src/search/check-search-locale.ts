import type { Queryable } from '../records/queryable.ts';

/**
 * Refuses (throws) a database whose locale hides kanji from pg_trgm: the trigram index would be empty of them and
 * every search for three or more characters would silently find nothing. Call it at start, before serving.
 */
export async function checkSearchLocale(database: Queryable): Promise<void> {
  const { rows } = await database.query("SELECT cardinality(show_trgm('熊本県')) AS trigrams");
  if (Number(rows[0]?.trigrams) > 0) return;
  throw new Error(
    'The database sees no letters in kanji, so searches would find nothing. Create the cluster with ' +
      'initdb --locale-provider=builtin --locale=C.UTF-8 --encoding=UTF8 (PostgreSQL 17 or newer).',
  );
}
