import pg from 'pg';
import { answerBodies } from './answer-bodies.ts';

// What a desk's answer is compared with: a bare HTTP request with one INSERT … COMMIT, in a process of its own.
const pool = new pg.Pool({ connectionString: process.env.FLOOR_DATABASE_URL, max: 10 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS scan (id bigserial PRIMARY KEY, body text NOT NULL, at timestamptz NOT NULL)',
);
answerBodies(async (_request, body, response) => {
  await pool.query('INSERT INTO scan (body, at) VALUES ($1, now())', [body]);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
});
