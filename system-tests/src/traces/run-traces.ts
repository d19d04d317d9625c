import { parseArgs } from 'node:util';
import { machine, sayWithSeconds, wholeNumber } from '@toshobin/bench';
import { reservationWorkflowId } from '@toshobin/contracts';
import pg from 'pg';
import { Scene } from '../../audit/planted.ts';
import { WholeLibrary } from '../whole-library.ts';

/**
 * `npm run bench:traces [-- --reservations N]`: what ordinary reservations for a municipal library leave in every database and
 * in Temporal, from the application to the return at home: N of them are lived through on a stack of its own (docs/capacity.md).
 * Ends with status 0 when it ran.
 */
const { values } = parseArgs({ options: { reservations: { type: 'string', default: '20' } } });
const reservations = wholeNumber('reservations', values.reservations, 1);
const A_YEAR = 200_000;
const AT_ONCE = 4;
/** Of a row beside what it says: its place in the page. */
const POINTER = 4;
const databases = ['CATALOG', 'PATRON', 'SHIPPING', 'STAFF_WEB', 'PATRON_WEB'] as const;
const say = sayWithSeconds();

const library = await WholeLibrary.open();
try {
  const scene = new Scene(library);
  // Whoever is first signs in, and brings their baskets with them.
  const started = await scene.returned();
  const before = await weighed();
  const lived: string[] = [];
  while (lived.length < reservations) {
    const count = Math.min(AT_ONCE, reservations - lived.length);
    const some = await Promise.all(Array.from({ length: count }, () => scene.returned()));
    lived.push(...some.map(({ reservationId }) => reservationId));
    say(`${lived.length} reservations were lived through`);
  }
  const rows = [...(await weighed())].flatMap(([table, now]) => {
    const then = before.get(table) ?? { rows: 0, bytes: 0 };
    return {
      table,
      rows: (now.rows - then.rows) / reservations,
      bytes: (now.bytes - then.bytes) / reservations,
    };
  });
  say(machine());
  console.table(
    rows
      .filter(({ bytes }) => bytes > 1)
      .map(({ table, rows: each, bytes }) => ({
        table,
        'rows of one': Number(each.toFixed(1)),
        'bytes of one': Math.round(bytes),
        'MB of a year': Math.round((bytes * A_YEAR) / 1e6),
      })),
  );
  const ids = [...lived, started.reservationId].map((id) => reservationWorkflowId(id));
  const histories = await Promise.all(
    ids.map((id) => library.temporal.client.workflow.getHandle(id).describe()),
  );
  const sum = (of: (one: (typeof histories)[number]) => number) =>
    Math.round(histories.reduce((total, one) => total + of(one), 0) / histories.length);
  console.log(
    `a history: ${sum(({ historyLength }) => historyLength)} events, ${sum(({ historySize }) => historySize ?? 0)} bytes`,
  );
} finally {
  await library.close();
}

/** Rows of each table of ours, and the bytes that they take without indexes. */
async function weighed(): Promise<Map<string, { rows: number; bytes: number }>> {
  const found = new Map<string, { rows: number; bytes: number }>();
  for (const database of databases) {
    const client = new pg.Client({ connectionString: library.stack.env[`${database}_DATABASE_URL`] });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ rows: number; bytes: number }>(
        `SELECT count(*)::int AS rows, coalesce(sum(pg_column_size(one.*) + ${POINTER}), 0)::int AS bytes FROM "${name}" one`,
      );
      if (rows[0]) found.set(`${database.toLowerCase()} ${name}`, rows[0]);
    }
    await client.end();
  }
  return found;
}
