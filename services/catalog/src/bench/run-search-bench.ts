import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, machine, sayWithSeconds, tableOf, wholeNumber } from '@toshobin/bench';
import { startBenchPostgres } from './bench-postgres.ts';
import { buildDatabase, withClient } from './build-database.ts';
import { checkAnswers, missedOfAdded } from './check-answers.ts';
import { clientFigures, correctnessFigures, timeFigures } from './figures.ts';
import { Groonga, groongaVersion } from './groonga.ts';
import { makeQueries } from './make-queries.ts';
import { measure, measureClients } from './measure.ts';
import { SearchServer } from './search-server.ts';

/**
 * `npm run bench:search [-- --records N --rounds N --seed N --check N --data DIR --json FILE]`: the search over a million made-up
 * records, through HTTP, beside Groonga's bigram index where groonga is installed (docs/search.md). Ends with status 0
 * when it ran; whether the goals are met is in the figures.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    /** Of the queries; the records are always the same. */
    seed: { type: 'string', default: '1' },
    data: { type: 'string', default: path.join('.local', 'search-bench') },
    /** How many of the queries are compared with the exact statement, which looks at every row: a second each. */
    check: { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});
const filling = { records: wholeNumber('records', values.records, 5000), seed: 1 };
const rounds = wholeNumber('rounds', values.rounds, 1);
const seed = wholeNumber('seed', values.seed, 0);
const checks = wholeNumber('check', values.check, 0);
const CLIENTS = 8;

const say = sayWithSeconds();

const folder = path.resolve(values.data);
const postgres = await startBenchPostgres(folder);
try {
  const url = await buildDatabase(postgres, folder, filling, say);
  const figures = await withClient(url, async (client) => {
    const queries = await makeQueries(client, filling.records, seed);
    const version = groongaVersion();
    say(version === undefined ? 'groonga is not installed: nothing to compare with' : `Groonga ${version}`);
    const groonga =
      version === undefined ? undefined : await Groonga.open(folder, client, JSON.stringify(filling));
    const server = await SearchServer.start(url);
    try {
      say(`${queries.length} queries, ${rounds} rounds; ${machine()}`);
      const times = timeFigures(await measure(queries, server, groonga, rounds));
      say(`${CLIENTS} clients at once; ${machine()}`);
      const clients = clientFigures(await measureClients(queries, server, CLIENTS));
      say(`comparing with the exact queries; ${machine()}`);
      // Some of every kind: the list goes kind by kind.
      const checked = queries.filter((_query, place) => (place * checks) % queries.length < checks);
      const wrong = await checkAnswers(checked, client, server, say);
      return [...times, ...clients, ...correctnessFigures(wrong, await missedOfAdded(client, server))];
    } finally {
      await server.stop();
      groonga?.close();
    }
  });
  report(figures);
} finally {
  await postgres.stop();
}

function report(figures: Figure[]): void {
  console.log(tableOf(figures, 'Groonga'));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
