import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, services } from '../services.ts';
import { type Daemon, until } from './daemon.ts';

/**
 * What docs/deploy.md has an operator do, from an empty folder to a library that lends: infra/production with its own engines, TLS
 * and credentials at every door, a first administrator and a mail. SES is an emulator behind TLS here.
 */
export async function tryProduction(
  daemon: Daemon,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const at = path.join(folder, 'production');
  makeFolder(at);
  const stack = (...args: string[]) =>
    daemon.compose(args, { cwd: at, env: { COMPOSE_HTTP_TIMEOUT: '300' } });
  const logs = (...names: string[]) => stack('logs', '--no-color', '--tail', '40', ...names);
  const run = (...args: string[]) => stack('run', '--rm', '-T', '--no-deps', ...args);
  const page = (address: string, ...args: string[]) => {
    const host = new URL(address).hostname;
    const trusted = ['--cacert', path.join(at, 'secrets/ca.pem'), '--resolve', `${host}:443:127.0.0.1`];
    return daemon.inside(['curl', '-sS', '--fail', ...trusted, ...args, address]);
  };
  try {
    say('up, in production');
    await stack('up', '-d', '--no-build').catch(async (fault: unknown) => {
      throw new Error(`${fault}\n${await stack('ps')}\n${await logs()}`);
    });
    for (const { name } of services) {
      const id = (await stack('ps', '-q', name)).trim();
      const isHealthy = async () =>
        (await daemon.docker(['inspect', '--format', '{{.State.Health.Status}}', id])).trim() === 'healthy';
      await until(isHealthy, () => logs(name), 300);
    }
    say('every service is healthy, on engines that let nobody in who does not say who it is');

    const made = await run('staff-web', 'node', 'infra/run.mjs', 'staff-account', 'administrator', 'first');
    if (!made.includes('set-up code')) throw new Error(`No administrator was made:\n${made}`);
    await page('https://desk.library.example.jp/set-up');
    say('there is a first administrator');

    const applied = { ...applicant, applicationId: crypto.randomUUID() };
    const form = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(applied)];
    await page('https://library.example.jp/api/card-applications', ...form);
    const inbox = async () =>
      await stack(
        'exec',
        '-T',
        'mail',
        'node',
        '-e',
        'fetch("http://127.0.0.1:4003/store").then((a) => a.text()).then(console.log)',
      );
    await until(
      async () => (await inbox()).includes(applicant.email),
      () => logs('patron', 'workflows'),
      120,
    );
    say('an application for a card has brought its mail');

    for (const hidden of ['metrics', 'readyz'])
      await page(`https://library.example.jp/${hidden}`).then(
        () => {
          throw new Error(`/${hidden} is there for everybody`);
        },
        () => undefined,
      );
    const [kafka, temporal] = await Promise.all([
      run('--entrypoint', 'node', 'topics', 'compiled/infra/src/prepare.js', 'topics'),
      daemon.inside(['curl', '-sS', '--max-time', '10', 'http://127.0.0.1:8233/api/v1/namespaces/toshobin']),
    ]);
    if (kafka.includes('made')) throw new Error(`The topics were made again:\n${kafka}`);
    if (!temporal.includes('toshobin')) throw new Error(`The operators see no namespace:\n${temporal}`);
    say('the operators see the processes, at the machine alone');

    await stack('stop');
    for (const { name } of services) {
      const id = (await stack('ps', '-aq', name)).trim();
      const code = (await daemon.docker(['inspect', '--format', '{{.State.ExitCode}}', id])).trim();
      if (code !== '0') throw new Error(`${name} ended with ${code}:\n${await logs(name)}`);
    }
    say('everything ended in order');
  } finally {
    await stack('down', '--volumes').catch((fault: unknown) => console.error(String(fault)));
  }
}

const applicant = {
  name: '球磨 みどり',
  nameReading: 'くま みどり',
  birthDate: '1990-04-01',
  postcode: '8620000',
  address: '熊本県八代市一丁目1-1',
  phone: '0900000000',
  email: 'midori@example.jp',
};

/** The folder of docs/deploy.md, with what comes from outside made here: the pages' certificate and an SES. */
function makeFolder(at: string): void {
  rmSync(at, { recursive: true, force: true });
  cpSync(path.join(root, 'infra/production'), at, { recursive: true });
  const file = (name: string) => path.join(at, name);
  const text = (name: string) => readFileSync(file(name), 'utf8');
  // The older client, which Debian has, knows no name in the file.
  writeFileSync(file('compose.yml'), text('compose.yml').replace(/^name: .*\n/m, ''));
  writeFileSync(
    file('.env'),
    `${text('settings.example').replace(/^(COMPOSE_FILE=.*)$/m, '$1:trial.yml')}COMPOSE_PROJECT_NAME=production\n`,
  );
  for (const script of ['draw-secrets.sh', 'certify.sh'])
    execFileSync('sh', [script], { cwd: at, stdio: 'pipe' });
  for (const [name, hosts] of [
    ['pages', 'DNS:library.example.jp,DNS:desk.library.example.jp'],
    ['ses', 'DNS:ses'],
  ] as const)
    certifyHere(at, name, hosts);
  writeFileSync(
    file('secrets/aws-credentials'),
    '[default]\naws_access_key_id=local\naws_secret_access_key=local\n',
  );
  chmodSync(file('secrets/aws-credentials'), 0o444);
  writeFileSync(file('ses.conf'), sesConf);
  writeFileSync(file('trial.yml'), trial());
}

function certifyHere(at: string, name: string, hosts: string): void {
  const cwd = path.join(at, 'secrets');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd, stdio: 'pipe' });
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    `${name}.key`,
    '-out',
    'csr',
  );
  writeFileSync(path.join(cwd, 'names'), `subjectAltName=${hosts}\n`);
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'csr', ...signed, '-out', `${name}.pem`);
  for (const kind of ['pem', 'key']) chmodSync(path.join(cwd, `${name}.${kind}`), 0o444);
}

const sesConf = `
pid /tmp/nginx.pid; error_log stderr; events {}
http {
  access_log off; client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d;
  scgi_temp_path /tmp/e;
  server {
    listen 8443 ssl; ssl_certificate /run/secrets/ses.pem; ssl_certificate_key /run/secrets/ses.key;
    location / { proxy_pass http://mail:4003; }
  }
}
`;

/** Beside the files of a production: SES's stand-in, and an hour of this night in which the pages and mails are open. */
function trial(): string {
  const inTwelveHours = new Date(Date.now() + (12 + 9) * 3_600_000).toISOString().slice(11, 13);
  return `
services:
  mail:
    image: toshobin-mail:0.1.0
    init: true
  ses:
    image: nginx:1.28.0
    user: "101:101"
    command: ["nginx", "-c", "/etc/nginx/ses.conf", "-g", "daemon off;"]
    volumes: ["./ses.conf:/etc/nginx/ses.conf:ro"]
    secrets: [ses.pem, ses.key]
    depends_on: [mail]
  catalog: { environment: { MAINTENANCE_WINDOW: "${inTwelveHours}:00-${inTwelveHours}:30" } }
  patron-web: { environment: { MAINTENANCE_WINDOW: "${inTwelveHours}:00-${inTwelveHours}:30" } }
  patron:
    environment:
      MAIL_WINDOW: always
      SES_ENDPOINT: https://ses:8443
      NODE_EXTRA_CA_CERTS: /run/secrets/ca.pem
secrets:
  ses.pem: { file: ./secrets/ses.pem }
  ses.key: { file: ./secrets/ses.key }
`;
}
