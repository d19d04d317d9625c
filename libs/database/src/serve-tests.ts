import { startOwnPostgres } from './own-test-server.ts';

// The PostgreSQL that the test files of one `npm test` share. It says its address and stays until nobody holds its
// standard input any more.

const postgres = await startOwnPostgres(['shared_buffers=256MB', 'max_connections=300']);
console.log(postgres.adminUrl);
// Ctrl-C reaches us too; the tests may still be at work, and the end comes by the standard input.
process.on('SIGINT', () => undefined);
process.stdin.resume();
process.stdin.once('close', () => postgres.stop());
