import { type catalogApi, RecordIdSchema } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { Pool, PoolClient } from 'pg';
import type { z } from 'zod';
import { normalise } from '../search/normalise.ts';
import { insertRecords } from './insert-records.ts';

type AddRecord = z.output<typeof catalogApi.addRecord.body>;
type Added = z.output<typeof catalogApi.addRecord.answer>;

/**
 * Adds a bibliographic record at the desk: an issue of a magazine, a new volume. Its copies are added one by one. The
 * same form sent again, also twice at once, adds one.
 */
export async function addRecord(deps: { pool: Pool }, form: AddRecord): Promise<Decision<Added>> {
  const client = await deps.pool.connect();
  try {
    await client.query('BEGIN');
    // Two taps on one button go one after the other; the second finds what the first has added.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${form.at} ${form.title}`]);
    const recordId = (await addedBefore(client, form)) ?? (await add(client, form));
    await client.query('COMMIT');
    client.release();
    return allow({ recordId: RecordIdSchema.parse(recordId) });
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function addedBefore(client: PoolClient, form: AddRecord): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM bibliographic_record
     WHERE nt = $1 AND title = $2 AND author = $3 AND year = $4 AND kind = $5::record_kind
       AND source = 'desk' AND added_at = $6`,
    [normalise(form.title), form.title, form.author, form.year, form.kind, form.at],
  );
  return rows[0]?.id;
}

async function add(client: PoolClient, form: AddRecord): Promise<string> {
  const { at, by: _by, ...fields } = form;
  const [id] = await insertRecords(client, [
    {
      ...fields,
      // A record has a reading; without one its title is read as it is written.
      titleReading: fields.titleReading.trim() === '' ? fields.title : fields.titleReading,
      subtitle: '',
      subtitleReading: '',
      authorReading: '',
      translator: '',
      ndc: null,
      isbn: null,
      source: 'desk',
      copies: [],
    },
  ]);
  if (id === undefined) throw new Error('No record was inserted');
  await client.query('UPDATE bibliographic_record SET added_at = $2 WHERE id = $1', [id, at]);
  return id;
}
