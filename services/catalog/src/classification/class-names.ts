import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const Rows = z.array(z.tuple([z.string().regex(/^\d{1,3}$/), z.string().min(1)]));

/** The named classes of the NDC, one to three digits, each with its name as published (data/README.md). */
export const publishedNames: ReadonlyMap<string, string> = new Map(
  Rows.parse(
    parse(gunzipSync(readFileSync(new URL('../../data/ndc9-classes.csv.gz', import.meta.url))), { from: 2 }),
  ),
);

/**
 * The name of a class: 913 日本文学／小説・物語. A class without a name of its own is called as the class above it.
 * @param ndc one to three digits
 */
export function ndcClassName(ndc: string): string {
  const name = publishedNames.get(ndc);
  if (name !== undefined) return name.replaceAll('--', '／').replaceAll('．', '・');
  return ndc.length > 1 ? ndcClassName(ndc.slice(0, -1)) : '';
}
