// What every npm script runs first. npm runs scripts without an install, so this and what it imports is plain Node that
// needs nothing but Node: it sees that what the command needs is there, fetches what can be fetched, and hands over. Its
// syntax is that of 2018: the machine's Node may be old, and then fetches the one that runs the rest.

import fs from 'node:fs';
import { runChecks } from './bootstrap/checks.mjs';
import { environment } from './bootstrap/environment.mjs';
import { fetchEngines } from './bootstrap/fetched-engines.mjs';
import { missing, wantedEngines } from './bootstrap/machine.mjs';
import { beginAgainWith, newerNode, nodeMajor } from './bootstrap/newer-node.mjs';
import { generateClients, install, sayIfOtherPackages } from './bootstrap/packages.mjs';
import { handOver, root, stop } from './bootstrap/steps.mjs';
import { runJest, runLongTests, runWorkspace } from './bootstrap/tests.mjs';
import { configurationFaults } from './configuration-faults.mjs';

const commands = {
  start: { entry: ['infra/src/start.ts'], engines: true },
  dev: { entry: ['infra/src/start.ts', '--watch'], engines: true },
  demo: { entry: ['infra/run.mjs', 'demo'] },
  pictures: { entry: ['infra/run.mjs', 'pictures'], browser: true },
  'pictures:searches': { entry: ['infra/run.mjs', 'pictures:searches'], browser: true },
  reconcile: { entry: ['infra/run.mjs', 'reconcile'] },
  audit: { entry: ['infra/run.mjs', 'audit'] },
  replay: { entry: ['infra/run.mjs', 'replay'] },
  import: { entry: ['infra/run.mjs', 'import'] },
  'import-cards': { entry: ['infra/run.mjs', 'import-cards'] },
  backup: { entry: ['infra/run.mjs', 'backup'] },
  restore: { entry: ['infra/run.mjs', 'restore'] },
  restored: { entry: ['infra/run.mjs', 'restored'] },
  'set-up': { entry: ['infra/run.mjs', 'set-up'] },
  reset: { entry: ['infra/src/reset.ts'] },
  migration: { entry: ['infra/src/write-migration.ts'] },
  'staff-account': { entry: ['infra/run.mjs', 'staff-account'] },
  'dead-letters': { entry: ['infra/run.mjs', 'dead-letters'] },
  'bench:growth': { entry: ['services/catalog/src/bench/run-growth-bench.ts'], measures: true },
  'bench:search': { entry: ['services/catalog/src/bench/run-search-bench.ts'], measures: true },
  'bench:search-quality': {
    entry: ['services/catalog/src/bench/run-quality-bench.ts'],
    measures: true,
  },
  'bench:desk': { entry: ['system-tests/src/desk-bench/run-desk-bench.ts'], engines: true, measures: true },
  'bench:mails': { entry: ['system-tests/src/mail-bench/run-mail-bench.ts'], engines: true, measures: true },
  'bench:traces': { entry: ['system-tests/src/traces/run-traces.ts'], engines: true, measures: true },
  chaos: { entry: ['system-tests/chaos/run-chaos.ts'], engines: true },
  containers: { entry: ['infra/src/containers/try-containers.ts'], engines: true, containers: true },
  advisories: { entry: ['infra/src/list-advisories.ts'] },
  asyncapi: { entry: ['infra/src/write-asyncapi.ts'] },
  charts: { entry: ['workflows/src/chart-pages/write-charts.ts'] },
  'record:histories': { entry: ['workflows/src/testing/record-histories.ts'], engines: true, tests: true },
  mutation: { entry: ['libs/lending-rules/src/testing/run-mutation.ts'] },
  check: {},
  test: { engines: true, tests: true, browser: true },
  'test:long': { engines: true, tests: true, browser: true },
  'test:workspace': { engines: true, tests: true, browser: true },
};

process.chdir(root);
main(process.argv[2], process.argv.slice(3)).catch((fault) => {
  stop([fault.stack]);
});

async function main(name, args) {
  const command = commands[name];
  if (!command) stop([`node infra/bootstrap.mjs ${Object.keys(commands).join('|')}`]);
  // A start that is refused leaves nothing behind.
  if (name === 'start' || name === 'dev') stop(configurationFaults(process.env));
  if (Number(process.versions.node.split('.')[0]) < nodeMajor) {
    beginAgainWith(newerNode());
    return;
  }
  const wanted = wantedEngines(command);
  stop(missing(wanted, command));
  if (!command.measures || !fs.existsSync('node_modules')) await install();
  else sayIfOtherPackages();
  generateClients();
  fetchEngines(wanted);
  if (name === 'check') process.exit((await runChecks()) > 0 ? 1 : 0);
  if (name === 'test') await runJest(args, { checks: runChecks() });
  else if (name === 'test:long') await runLongTests(args);
  else if (name === 'test:workspace') await runWorkspace(args[0], args.slice(1));
  else
    handOver(['--import', './infra/jsx.mjs'].concat(command.entry, args), environment(command), process.exit);
}
