import { z } from 'zod';
import { NORM_VERSION } from '../words/normalise.ts';
import { nameForms } from '../words/search-columns.ts';
import type { Queryable } from './queryable.ts';

/** A person or body, by the number of the name authority file's keeper: the name that records have, and others. */
export interface AuthorityName {
  number: string;
  heading: string;
  variants: readonly string[];
}

/** What became of names that were kept. */
interface KeptNames {
  added: number;
  changed: number;
  unchanged: number;
}

/** Writes the names of a source, in which no number comes twice; a name that is there already is left alone. */
export async function keepNames(
  database: Queryable,
  source: string,
  names: readonly AuthorityName[],
): Promise<KeptNames> {
  const rows = names.map((name) => ({ ...name, keys: keysOf(name) }));
  // A row that was inserted has no earlier version.
  const { rows: written } = await database.query(
    `INSERT INTO name_authority AS known (source, control_number, heading, variants, keys, norm_version)
     SELECT $2, number, heading, variants, keys, $3
     FROM jsonb_to_recordset($1::jsonb) AS (number text, heading text, variants text[], keys text[])
     ON CONFLICT (source, control_number) DO UPDATE
       SET heading = EXCLUDED.heading, variants = EXCLUDED.variants, keys = EXCLUDED.keys, norm_version = EXCLUDED.norm_version
       WHERE (known.heading, known.variants, known.norm_version) IS DISTINCT FROM (EXCLUDED.heading, EXCLUDED.variants, EXCLUDED.norm_version)
     RETURNING xmax = 0 AS added`,
    [JSON.stringify(rows), source, NORM_VERSION],
  );
  const added = written.filter((row) => row.added === true).length;
  return { added, changed: written.length - added, unchanged: names.length - written.length };
}

const Stored = z.array(
  z.object({ source: z.string(), number: z.string(), heading: z.string(), variants: z.array(z.string()) }),
);

/** Writes the keys of every name again that another normalisation has made. */
export async function renormaliseNames(database: Queryable): Promise<void> {
  const { rows } = await database.query(
    `SELECT source, control_number AS number, heading, variants FROM name_authority WHERE norm_version <> $1`,
    [NORM_VERSION],
  );
  const names = Stored.parse(rows);
  for (const source of new Set(names.map((name) => name.source)))
    await keepNames(
      database,
      source,
      names.filter((name) => name.source === source),
    );
}

/** The keys of a person: heading and variants alike tell who is meant. */
function keysOf({ heading, variants }: AuthorityName): string[] {
  return [...new Set([heading, ...variants].flatMap(nameForms))];
}
