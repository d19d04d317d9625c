import { RecordIdSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Pool, PoolClient } from 'pg';
import type { Answers, AnswerTo, AskedOf } from '../catalog-deps.ts';
import { asOne } from '../database.ts';
import { normalise } from '../words/normalise.ts';
import { readVolume } from '../words/read-volume.ts';
import { insertRecords } from './insert-records.ts';

/**
 * Adds a bibliographic record at the desk: an issue of a magazine, a new volume. Its copies are added one by one. A
 * volume stands beside the others of its work by the number that `part` names, an issue by `part` itself. The same form
 * sent again, also twice at once, adds one. Refuses STATE_CHANGED for a form's id that was used for another record, and
 * LENT_AS_ANOTHER_KIND for a book that would be lent as audiovisual material.
 */
export const addRecord: Answers<'addRecord', { pool: Pool }> = async (deps, form) => {
  if (form.lending === 'audiovisual' && form.kind !== 'audiovisual') return refuse('LENT_AS_ANOTHER_KIND');
  return asOne(deps.pool, 'BEGIN', async (client) => {
    // Two taps on one button go one after the other; the second finds what the first has added.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [form.factId]);
    return (await addedBefore(client, form)) ?? allow(await add(client, form));
  });
};

async function addedBefore(
  client: PoolClient,
  form: AskedOf<'addRecord'>,
): Promise<Decision<AnswerTo<'addRecord'>> | undefined> {
  const { rows } = await client.query<{ id: string; same: boolean }>(
    `SELECT r.id::text, title = $2 AND author = $3 AND year = $4 AND kind = $5::record_kind AND subtitle = $6 AS same
     FROM record_addition JOIN bibliographic_record r ON r.id = record_id WHERE fact_id = $1`,
    [form.factId, form.title, form.author, form.year, form.kind, form.part],
  );
  const [before] = rows;
  if (before === undefined) return undefined;
  return before.same ? allow({ recordId: RecordIdSchema.parse(before.id) }) : refuse('STATE_CHANGED');
}

async function add(client: PoolClient, form: AskedOf<'addRecord'>): Promise<AnswerTo<'addRecord'>> {
  const { factId, at, by: _by, part, ...fields } = form;
  const [id] = await insertRecords(client, [
    {
      ...fields,
      // A record has a reading; without one its title is read as it is written.
      titleReading: fields.titleReading.trim() === '' ? fields.title : fields.titleReading,
      // The part is kept as a file's column of that meaning is: as it is written, and by its number.
      subtitle: part,
      volume: readVolume(normalise(part)) ?? 0,
      subtitleReading: '',
      authorReading: '',
      translator: '',
      ndc: null,
      isbns: [],
      source: 'desk',
      copies: [],
    },
  ]);
  if (id === undefined) throw new Error('No record was inserted');
  await client.query('UPDATE bibliographic_record SET added_at = $2 WHERE id = $1', [id, at]);
  await client.query('INSERT INTO record_addition (fact_id, record_id) VALUES ($1, $2)', [factId, id]);
  return { recordId: RecordIdSchema.parse(id) };
}
