import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accounts } from './src/demo-people.ts';
import { type OwnStack, startOwnStack } from './src/own-stack.ts';
import { WebSession } from './src/web-session.ts';

// What schemathesis makes of the OpenAPI documents finds what nobody thought of (docs/security.md, Asked by chance): no answer is a
// fault of ours, and each is what its document says.

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, '.local/engines/schemathesis');
const list = path.join(root, 'infra/engines/schemathesis.txt');
/** Whoever shows it may ask everything. */
const token = 'asked-by-chance-by-whoever-may-ask-everything';
/** They end the session that asks. */
const endsSession = '/session$|/password';

let own: OwnStack | undefined;
beforeAll(async () => {
  fetchSchemathesis();
  const tokens = { PATRON_TOKEN: token, PATRON_WEB_TOKEN: token, STAFF_WEB_TOKEN: token };
  own = await startOwnStack({ env: { ...tokens, CATALOGUE_SAMPLE: '800' } });
}, 900_000);
afterAll(async () => {
  await own?.remove();
}, 120_000);

/** By the hashes of its list, beside the other engines. */
function fetchSchemathesis(): void {
  const fetched = path.join(folder, '.fetched');
  const hash = createHash('sha256').update(readFileSync(list)).digest('hex');
  if (existsSync(fetched) && readFileSync(fetched, 'utf8') === hash) return;
  rmSync(folder, { recursive: true, force: true });
  const quiet = ['-q', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
  const install = ['-m', 'pip', 'install', '--target', folder, ...quiet, '--require-hashes', '-r', list];
  execFileSync('python3', install, { stdio: 'pipe' });
  writeFileSync(fetched, hash);
}

function addressOf(service: string): string {
  const address = own?.stack.env[`${service}_URL`];
  if (address === undefined) throw new Error(`${service} has no address`);
  return address;
}

const options = [
  ...[
    '--checks',
    'not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance',
  ],
  ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '4', '--generation-deterministic'],
  ...[
    '--continue-on-failure',
    '--generation-with-security-parameters',
    'false',
    '--suppress-health-check',
    'all',
  ],
  ...['--no-shrink', '--request-timeout', '60', '--no-color'],
];

interface Asked {
  /** What of the document's operations was asked, and how many it has. */
  readonly asked: number;
  readonly described: number;
  readonly times: number;
}

/** Asks all of a document, or what of it the words choose; throws with what schemathesis said where an answer was otherwise. */
async function ask(document: string, words: readonly string[]): Promise<Asked> {
  const said = await new Promise<string>((resolve, reject) => {
    const args = [path.join(folder, 'bin/schemathesis'), 'run', document, ...options, ...words];
    // What it remembers of a run it writes where it is.
    const env = { ...process.env, PYTHONPATH: folder };
    execFile('python3', args, { env, cwd: folder, maxBuffer: 1 << 28 }, (fault, stdout, stderr) => {
      if (fault === null) resolve(stdout);
      else reject(new Error(`${document}\n${stdout.slice(-20_000)}\n${stderr}`));
    });
  });
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1]);
  const asked = { asked: number(/Tested: (\d+)/), described: number(/Selected: \d+\/(\d+)/) };
  return { ...asked, times: number(/(\d+) generated, \d+ passed/) };
}

test.each(['CATALOG', 'PATRON', 'SHIPPING', 'WORKFLOWS'])(
  'whatever is asked of %s is answered as its document says',
  async (service) => {
    const { asked, described, times } = await ask(`${addressOf(service)}/openapi.json`, [
      '-H',
      `Authorization: Bearer ${token}`,
    ]);
    expect(asked).toBe(described);
    expect(times).toBeGreaterThan(10 * asked);
  },
  1_800_000,
);

/** Signs in as a browser does, and asks all that a web offers; what would end that session with another one, at the end. */
async function askWeb(service: string, login: Readonly<Record<string, string>>): Promise<void> {
  const url = addressOf(service);
  const signedIn = async () => {
    const browser = new WebSession(url);
    const headers = { 'content-type': 'application/json' };
    const { status } = await browser.send('POST', '/api/session', { body: JSON.stringify(login), headers });
    expect(status).toBeLessThan(300);
    const cookie = browser.cookies.map(([name, value]) => `${name}=${value}`).join('; ');
    return ['--url', url, '-H', `Cookie: ${cookie}`, '-H', `Origin: ${url}`];
  };
  const document = `${url}/api/openapi.json`;
  // Both before anything is asked: wrong passwords are among what is.
  const sessions = [await signedIn(), await signedIn()] as const;
  const most = await ask(document, [...sessions[0], '--exclude-path-regex', endsSession]);
  const rest = await ask(document, [...sessions[1], '--include-path-regex', endsSession]);
  expect(most.asked + rest.asked).toBe(most.described);
  expect(most.times).toBeGreaterThan(10 * most.asked);
}

test.each([
  ['a patron', 'PATRON_WEB', { cardNumber: '20000014', password: 'mihon-no-hon-5' }],
  ['an operator', 'STAFF_WEB', accounts.operator],
  ['the prefectural desk', 'STAFF_WEB', accounts.desk],
  ['a branch', 'STAFF_WEB', accounts.uto],
  ['an administrator', 'STAFF_WEB', accounts.admin],
])(
  'whatever %s asks is answered as the document says',
  async (_who, service, login) => {
    await askWeb(service, login);
  },
  1_800_000,
);
