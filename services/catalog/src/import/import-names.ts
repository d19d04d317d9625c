import type { PoolClient } from 'pg';
import { keepNames } from '../records/keep-names.ts';
import type { DescribedName } from './describe-name.ts';
import type { ImportDeps } from './import-deps.ts';
import type { ImportOptions } from './import-file.ts';
import { keepRefusals, type RefusedPlace } from './keep-refusals.ts';
import { inOneRun } from './one-run.ts';
import { openChunks } from './open-chunks.ts';
import { openNames } from './open-names.ts';
import { countBatch, type Run } from './run.ts';

/** Names that become true together: so many at most are done again after an end in the middle. */
const BATCH = 1_000;

/**
 * Reads a name authority file: what authors are called besides the name that the catalogue has, by which the search
 * finds them. As {@link importFile} it goes on where it was ended; read again it changes nothing; and a number of its
 * source is the same person.
 */
export function importNames(
  deps: ImportDeps,
  { path, source, format, mapping, onProgress, batch = BATCH }: ImportOptions,
): Promise<Run> {
  const readAs = ['names', format, mapping.version];
  const opened = openNames(openChunks(path).chunks, format, mapping);
  return inOneRun(deps, { path, format, source, readAs, opened }, async (client, begun) => {
    let run = begun;
    const file = openChunks(path);
    let place = 0;
    let names = new Map<string, DescribedName>();
    let refusals: RefusedPlace[] = [];
    const write = async () => {
      run = await writeNames(client, run, { names: [...names.values()], refusals, at: new Date(deps.now()) });
      [names, refusals] = [new Map(), []];
      onProgress?.(run, file.share());
    };
    for await (const { line, reading } of openNames(file.chunks, format, mapping)) {
      place += 1;
      if (place <= begun.read) continue;
      // The same number comes once more: the later name is a change of the earlier.
      if (names.size + refusals.length >= batch || (reading.ok && names.has(reading.value.number)))
        await write();
      if (reading.ok) names.set(reading.value.number, reading.value);
      else refusals.push({ place, line, number: reading.refused.number, refused: reading.refused });
    }
    if (names.size + refusals.length > 0) await write();
    // The plans that searches keep were made over fewer names.
    await client.query('ANALYZE name_authority');
    return run;
  });
}

async function writeNames(
  client: PoolClient,
  run: Run,
  batch: { names: readonly DescribedName[]; refusals: readonly RefusedPlace[]; at: Date },
): Promise<Run> {
  const { names, refusals, at } = batch;
  const deletions = names.filter(({ withdrawn }) => withdrawn).map(({ number }) => number);
  await client.query('BEGIN');
  const deleted = await client.query(
    'DELETE FROM name_authority WHERE source = $1 AND control_number = ANY($2::text[])',
    [run.source, deletions],
  );
  const withdrawn = deleted.rowCount ?? 0;
  const kept = await keepNames(
    client,
    run.source,
    names.filter((name) => !name.withdrawn),
  );
  await keepRefusals(client, run.id, refusals);
  const unchanged = kept.unchanged + deletions.length - withdrawn;
  const counts = { ...kept, unchanged, withdrawn, refused: refusals.length };
  const counted = await countBatch(client, run, counts, at);
  await client.query('COMMIT');
  return counted;
}
