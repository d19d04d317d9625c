import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { UnreadableFile } from '@toshobin/spreadsheets';
import type { PoolClient } from 'pg';
import { onConnection } from '../database.ts';
import { CUT_AT } from './cut-records.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Format } from './open-file.ts';
import { mustNotBeAnother } from './other-format.ts';
import { beginRun, endRun, type Run } from './run.ts';

/** Any number of our own: the lock by which one file is read at a time. */
const IMPORT_LOCK = 7_105_004;

interface Read {
  path: string;
  format: Format;
  source: string;
  readAs: readonly string[];
  /** The contents of the file, from its beginning. */
  opened: AsyncGenerator<unknown>;
}

/**
 * Reads a file, in one way (`readAs`: format, tables; and where MARC is cut), as one run: the one that was not
 * finished, else a new one. The run given to `read` says by `Run.read` how far an earlier one came; the run that it
 * answers is ended. Where it breaks, its open transaction is undone. A file that breaks before its first record
 * (another format, another encoding) is no run: it would stay on its way for ever. Nor is one without a record: a
 * failed export leaves that behind, and it would look like a good one.
 */
export async function inOneRun(
  deps: ImportDeps,
  { path, format, source, readAs, opened }: Read,
  read: (client: PoolClient, run: Run) => Promise<Run>,
): Promise<Run> {
  try {
    await mustNotBeAnother(path, format);
    const first = await opened.next();
    if (first.done) throw new UnreadableFile(`${basename(path)} has no record in it`);
  } finally {
    await opened.return(undefined);
  }
  return onConnection(deps.pool, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [IMPORT_LOCK]);
    const begun = await beginRun(client, {
      ...{
        source,
        fingerprint: await fingerprintOf(path, [...readAs, ...(format === 'marc' ? [CUT_AT] : [])]),
        file: basename(path),
      },
      at: new Date(deps.now()),
    });
    const run = await endRun(client, await read(client, begun), new Date(deps.now()));
    await client.query('SELECT pg_advisory_unlock($1)', [IMPORT_LOCK]);
    return run;
  });
}

async function fingerprintOf(path: string, readAs: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(readAs));
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}
