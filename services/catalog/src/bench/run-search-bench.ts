import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, machine, sayWithSeconds, tableOf, wholeNumber } from '@toshobin/bench';
import type pg from 'pg';
import { forgetCached, startBenchPostgres } from './bench-postgres.ts';
import { buildDatabase, withClient } from './build-database.ts';
import { checkAnswers, missedOfAdded } from './check-answers.ts';
import { clientFigures, correctnessFigures, timeFigures } from './figures.ts';
import { Groonga, groongaVersion } from './groonga.ts';
import { type BenchQuery, makeQueries } from './make-queries.ts';
import { measure, measureClients } from './measure.ts';
import { measureCold, measureOthers } from './measure-others.ts';
import { SearchServer } from './search-server.ts';

/**
 * `npm run bench:search [-- --records N --rounds N --seed N --check N --data DIR --json FILE]`: the search over a
 * million made-up records, through HTTP, beside Groonga's bigram index where groonga is installed (docs/search.md).
 * Ends with status 0 when it ran; whether the goals are met is in the figures.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    /** The seed of the queries; the records are always the same. */
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
let postgres = await startBenchPostgres(folder);
try {
  const url = await buildDatabase(postgres, folder, filling, say);
  const { queries, figures } = await withClient(url, (client) => askAll(client, url));
  report([...figures, ...(await askCold(queries, new URL(url).pathname.slice(1)))]);
} finally {
  await postgres.stop();
}

async function askAll(client: pg.Client, url: string): Promise<{ queries: BenchQuery[]; figures: Figure[] }> {
  const queries = await makeQueries(client, filling.records, seed);
  const version = groongaVersion();
  say(version === undefined ? 'groonga is not installed: nothing to compare with' : `Groonga ${version}`);
  const groonga =
    version === undefined ? undefined : await Groonga.open(folder, client, JSON.stringify(filling));
  const server = await SearchServer.start(url);
  try {
    say(`${queries.length} queries, ${rounds} rounds; ${machine()}`);
    const times = timeFigures(await measure(queries, server, groonga, rounds));
    say(`filters, fields, orders, wrong characters, beginnings; ${machine()}`);
    const others = await measureOthers(queries, client, server, seed);
    say(`${CLIENTS} clients at once; ${machine()}`);
    const clients = clientFigures(await measureClients(queries, server, CLIENTS));
    say(`comparing with the exact queries; ${machine()}`);
    // The list goes kind by kind: some of every kind are checked.
    const checked = queries.filter((_query, place) => (place * checks) % queries.length < checks);
    const wrong = await checkAnswers(checked, client, server, say);
    const correctness = correctnessFigures(wrong, await missedOfAdded(client, server));
    return { queries, figures: [...times, ...others, ...clients, ...correctness] };
  } finally {
    await server.stop();
    groonga?.close();
  }
}

/** Asks the same queries once, with nothing in memory of what answers them. */
async function askCold(queries: readonly BenchQuery[], database: string): Promise<Figure[]> {
  await postgres.stop();
  forgetCached(folder);
  postgres = await startBenchPostgres(folder);
  const server = await SearchServer.start(postgres.url(database));
  try {
    say(`a cold cache; ${machine()}`);
    return await measureCold(queries, server);
  } finally {
    await server.stop();
  }
}

function report(figures: Figure[]): void {
  console.log(tableOf(figures, 'Groonga'));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}
