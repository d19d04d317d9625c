import http from 'node:http';
import pg from 'pg';

// What a desk's answer is compared with: a bare HTTP request with one INSERT … COMMIT, in a process of its own.
const pool = new pg.Pool({ connectionString: process.env.FLOOR_DATABASE_URL, max: 10 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS scan (id bigserial PRIMARY KEY, body text NOT NULL, at timestamptz NOT NULL)',
);
const server = http.createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    pool
      .query('INSERT INTO scan (body, at) VALUES ($1, now())', [Buffer.concat(parts).toString('utf8')])
      .then(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
        () => response.writeHead(500).end(),
      );
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.(`http://127.0.0.1:${address.port}`);
});
// Whatever becomes of the bench, nothing of it stays behind.
process.on('disconnect', () => process.exit());
