import http from 'node:http';
import pg from 'pg';
import { z } from 'zod';
import { answerBodies } from './answer-bodies.ts';
import { request as send } from './request.ts';

// What a return on a page is made of and nothing besides: the same requests, statements and commits in the same order,
// without a template, a schema, a rule or a library between. A front (as staff-web) and a back (as the catalog).
const { SHAPE_DATABASE_URL, SHAPE_BACK, SHAPE_PAGE_BYTES } = z
  .object({
    SHAPE_DATABASE_URL: z.string(),
    /** Where the back listens; left out, this is the back. */
    SHAPE_BACK: z.url().optional(),
    SHAPE_PAGE_BYTES: z.coerce.number().int().positive(),
  })
  .parse(process.env);

const pool = new pg.Pool({ connectionString: SHAPE_DATABASE_URL, max: 10 });
const agent = new http.Agent({ keepAlive: true });
const page = 'x'.repeat(SHAPE_PAGE_BYTES);

type Asks = Pick<pg.Pool, 'query'>;

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += 1) await work();
}
const read = (db: Asks) =>
  db.query({ name: 'read', text: 'SELECT id, body, at FROM scan WHERE id = $1', values: [1] });
const write = (db: Asks, body: string) =>
  db.query({ name: 'write', text: 'INSERT INTO scan (body, at) VALUES ($1, now())', values: [body] });

/** The catalog's transaction of a return: five statements that read, eight that write. */
async function scanned(body: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await times(5, () => read(client));
    await times(8, () => write(client, body));
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

async function back(request: http.IncomingMessage, body: string): Promise<string> {
  if (request.method === 'POST') await scanned(body);
  // The copy in hand, for the page.
  else await times(2, () => read(pool));
  return '{"ok":true}';
}

async function front(request: http.IncomingMessage, body: string): Promise<string | undefined> {
  const url = new URL(SHAPE_BACK ?? '');
  if (request.method === 'POST') {
    // The session, and whether the number was read before; afterwards the audit, and the terminal's list.
    await times(2, () => read(pool));
    await send(url, { method: 'POST', agent, body });
    await times(2, () => write(pool, body));
    return undefined;
  }
  // The session, and the terminal's list.
  await times(2, () => read(pool));
  await send(url, { method: 'GET', agent });
  return page;
}

answerBodies(async (request, body, response) => {
  const text = await (SHAPE_BACK === undefined ? back(request, body) : front(request, body));
  if (text === undefined) response.writeHead(303, { location: '/' }).end();
  else response.writeHead(200, { 'content-type': 'text/html' }).end(text);
});
