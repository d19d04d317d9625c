import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { nodeFileTrace } from '@vercel/nft';
import { build, type Plugin } from 'esbuild';
import { parse } from 'yaml';
import { z } from 'zod';
import { bundleWorkflows } from '../../../workflows/src/bundle-workflows.ts';
import { commands } from '../commands.ts';
import { compiledFolder, heardFactsFile, root, services } from '../services.ts';
import { debianComponents } from './debian-components.ts';
import { BomSchema, nameComponents } from './name-components.ts';
import { readByCode } from './read-by-code.ts';

// node infra/src/image/compile-image.ts FOLDER [SYSTEM]: what a deployment runs, and nothing else: our code as one bundle an entry, the
// processes' bundle, the files that our code reads, and of the packages the files that are loaded. SYSTEM: a folder with dpkg's `status` and the `os-release` of the image that it goes into.

const [folder = 'image', system] = process.argv.slice(2);
/** Below the root, where packages are found as they are from our sources. */
const target = path.join(root, folder);

const Named = z.object({ name: z.string(), version: z.string() });

/** What is for trying things out stays on the clone. */
const { demo: _demo, pictures: _pictures, ...operators } = commands;
const entries = [
  'infra/src/prepare.ts',
  'infra/src/run-command.ts',
  ...services.flatMap(({ folder, oneShot }) =>
    ['src/main.ts', oneShot, heardFactsFile].map((file) => `${folder}/${file}`),
  ),
  ...Object.values(operators).map(({ entry }) => entry),
].filter((entry) => existsSync(path.join(root, entry)));

/** Node writes its cache when a process ends by itself. */
const endsWhenAsked = 'data:text/javascript,process.once("SIGUSR2",()=>process.exit())';

/** What is copied as it is. */
const copied = [
  ...readByCode,
  // The health check of its containers.
  'infra/images/is-ready.sh',
  // Packages' own: found by their name, and of Temporal's core the build for this processor.
  `node_modules/@temporalio/core-bridge/releases/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-unknown-linux-gnu/*`,
  'node_modules/zxing-wasm/{package.json,dist/reader/zxing_reader.wasm,dist/es/*.js,dist/es/reader/*.js}',
  'node_modules/@prisma/schema-engine-wasm/{package.json,*.{js,mjs,cjs,wasm}}',
];

/** What bundles processes, which a worker loads with its library and does not use: they are bundled when this runs. */
const standIns = ['webpack', 'memfs', 'unionfs'];
const leftOut = [
  ...standIns,
  '@swc',
  'swc-loader',
  'source-map-loader',
  '@temporalio/core-bridge/releases',
].map((name) => `node_modules/${name}/**`);

/** A bundle lies elsewhere than its sources: what these call "here" stays where they were. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup: (bundler) => {
    bundler.onLoad({ filter: /\.tsx?$/ }, ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = readFileSync(file, 'utf8');
      if (!source.includes('import.meta.url')) return undefined;
      const at = JSON.stringify(`/${path.relative(root, file)}`);
      const here = `import.meta.url.replace(/\\/${compiledFolder}\\/.*$/, ${at})`;
      const loader = file.endsWith('x') ? 'tsx' : 'ts';
      return { contents: source.replaceAll('import.meta.url', here), loader };
    });
  },
};

const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: [...new Set(entries)],
  outdir: path.join(target, compiledFolder),
  outbase: root,
  bundle: true,
  splitting: true,
  chunkNames: 'shared/[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node24',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  plugins: [ownAddresses, packagesStayOutside()],
});

const { code } = await bundleWorkflows();
writeFileSync(path.join(target, compiledFolder, 'processes.js'), code);
mkdirSync(path.join(target, 'infra'), { recursive: true });
writeFileSync(
  path.join(target, 'infra/run.mjs'),
  `import '../${compiledFolder}/infra/src/run-command.js';\n`,
);
const { version } = Named.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
writeFileSync(
  path.join(target, 'package.json'),
  `${JSON.stringify({ name: 'toshobin', version, type: 'module' })}\n`,
);
for (const file of globSync(copied, { cwd: root })) copy(file);
const bundles = globSync(`${compiledFolder}/**/*.js`, { cwd: target }).map((file) => path.join(target, file));
for (const file of await packageFiles(bundles)) copy(file);
for (const name of standIns) standIn(name);
listComponents();

// Beside it, for trying things out: the inbox that stands for Amazon SES.
const inbox = 'node_modules/aws-ses-v2-local';
for (const file of [...(await packageFiles([path.join(root, inbox, 'dist/cli.js')])), `${inbox}/static`])
  copy(file, `${target}-mail`);

for (const entry of entries) if (/\/(load|set-up)\.ts$/.test(entry)) loadOnce(entry);
// Half of what a start costs is compiling what was compiled before: what these starts compile is part of the image.
const compileCache = path.join(target, 'compile-cache');
for (const { name, folder } of services) await startOnce(name, `${compiledFolder}/${folder}/src/main.js`);
giveCacheTo('10001');

/** Packages keep their form, but for those that one workspace has for itself; our own are there as links to sources. */
function packagesStayOutside(): Plugin {
  return {
    name: 'packages-stay-outside',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^[^./]/ }, ({ path: name, kind, importer }) => {
        if (kind === 'entry-point' || name.startsWith('@toshobin/')) return undefined;
        const [workspace = ''] = /^(libs\/|services\/)?[^/]+/.exec(path.relative(root, importer)) ?? [];
        const own = existsSync(path.join(root, workspace, 'node_modules', packageOf(name)));
        return own ? undefined : { path: name, external: true };
      });
    },
  };
}

/** Every file of a package that these may load, and the texts of its licence. */
async function packageFiles(loading: string[]): Promise<Set<string>> {
  const { fileList } = await nodeFileTrace(loading, { base: root, processCwd: root, ignore: leftOut });
  const files = [...fileList].filter((file) => file.startsWith('node_modules/'));
  const packages = new Set(
    files.map((file) => `node_modules/${packageOf(file.slice('node_modules/'.length))}`),
  );
  const licences = [...packages].flatMap((name) => globSync(`${name}/{LICEN[CS]E,NOTICE}*`, { cwd: root }));
  return new Set([...files, ...licences]);
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

function copy(file: string, to = target): void {
  cpSync(path.join(root, file), path.join(to, file), { recursive: true, dereference: true });
}

/**
 * sbom.cdx.json: the system's packages where they are known, Node, and the packages in the image, each with its hash and licence (CycloneDX), as npm lists them from
 * the lock file. Throws where something is in the image and in no list.
 */
function listComponents(): void {
  const packages = globSync('node_modules/**/package.json', { cwd: target });
  // A package that one workspace has for itself is part of a bundle.
  const bundled = Object.keys(metafile.inputs).flatMap(
    (file) => /^\w.*node_modules\/(@[^/]+\/)?[^/]+\//.exec(file)?.[0] ?? [],
  );
  const inImage = new Set(
    [
      ...packages.map((file) => path.join(target, file)),
      ...bundled.map((at) => path.join(root, at, 'package.json')),
    ]
      .map((file) => Named.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data)
      .flatMap((named) => (named === undefined ? [] : [`${named.name}@${named.version}`])),
  );
  const { stdout } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const read = (name: string) => readFileSync(path.join(system ?? '', name), 'utf8');
  const debian =
    system === undefined ? [] : debianComponents({ status: read('status'), osRelease: read('os-release') });
  const bom = nameComponents(BomSchema.parse(JSON.parse(stdout)), inImage, debian);
  writeFileSync(path.join(target, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 1)}\n`);
}

function standIn(name: string): void {
  const folder = path.join(target, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
  writeFileSync(path.join(folder, 'index.js'), '');
}

/**
 * Starts a process as docker-compose.yml does, where none of its engines answers, until it listens: it has read every file
 * that it reads at its start.
 */
async function startOnce(name: string, bundle: string): Promise<void> {
  const Compose = z.object({
    services: z.record(
      z.string(),
      z.object({ environment: z.record(z.string(), z.coerce.string()).optional() }),
    ),
  });
  const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  const given = Object.entries(Compose.parse(compose).services[name]?.environment ?? {});
  const env = Object.fromEntries(
    given.map(([variable, value]) => [variable, value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')]),
  );
  const child = spawn(process.execPath, ['--import', endsWhenAsked, bundle], {
    cwd: target,
    env: {
      ...env,
      HOST: '127.0.0.1',
      PORT: '0',
      NODE_COMPILE_CACHE: compileCache,
      NODE_COMPILE_CACHE_PORTABLE: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  let listens = false;
  for await (const line of createInterface({ input: child.stdout })) {
    said += `${line}\n`;
    if (!line.includes('is listening')) continue;
    listens = true;
    child.kill('SIGUSR2');
  }
  if (!listens) throw new Error(`${name} does not start:\n${said}`);
}

/** Node keeps one cache for each user, which nobody else may read: this is that of the image's, to be read alone. */
function giveCacheTo(user: string): void {
  for (const file of globSync('*/*', { cwd: compileCache })) chmodSync(path.join(compileCache, file), 0o444);
  for (const made of globSync('*', { cwd: compileCache }))
    renameSync(path.join(compileCache, made), path.join(compileCache, made.replace(/-\d+$/, `-${user}`)));
}

/** Loads a process without a configuration, which it says before anything else: whatever else it says is a fault of the image. */
function loadOnce(entry: string): void {
  const bundle = path.join(compiledFolder, entry.replace(/\.ts$/, '.js'));
  const { stderr } = spawnSync(process.execPath, [bundle], { cwd: target, env: {}, encoding: 'utf8' });
  if (!stderr.includes('The configuration has')) throw new Error(`${entry} can't be loaded:\n${stderr}`);
}
