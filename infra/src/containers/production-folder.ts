import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../services.ts';
import { typedWith } from './typed-lines.ts';

/** What settings.example leaves to whoever fills it in. */
export const decidedByTheLibrary: Readonly<Record<string, string>> = {
  PATRON_WEB_URL: 'https://library.example.jp',
  STAFF_WEB_URL: 'https://desk.library.example.jp',
  LIBRARY_NAME: '県立図書館',
  LIBRARY_PHONE: '096-000-0000',
  LIBRARIES: './libraries.json',
  MAIL_FROM: 'library@example.jp',
};

/** Where the key of the engines' authority is kept, beside the secrets of the running library. */
export const seal = 'seal';

/** Under which docs/deploy.md has all that is typed. */
export const founding = ['From an empty folder to a library that lends', 'docs/deploy.md'] as const;

/** The folder as docs/deploy.md has it made, with what comes from outside made here: the pages' certificate and an SES. */
export function makeProductionFolder(at: string): void {
  rmSync(at, { recursive: true, force: true });
  const elsewhere = /^(?:git|docker) .*\n/gm;
  typeToFound('draw-secrets.sh', root, (lines) =>
    lines.replaceAll(elsewhere, '').replaceAll('/srv/toshobin', at),
  );
  const file = (name: string) => path.join(at, name);
  const settings = readFileSync(file('.env'), 'utf8')
    .replace(/^(COMPOSE_FILE=.*)$/m, '$1:trial.yml')
    // What it is anyhow, so that every process reads it.
    .replace(/^BARCODES=$/m, 'BARCODES=card:2+7,copy:1+9')
    // One machine, whose disk others fill.
    .replace(/^BACKUP_TO=$/m, 'BACKUP_TO=otherwise')
    .replace(/^DISK_TOLD_AT=.*$/m, 'DISK_TOLD_AT=100')
    .replaceAll(/^(\w+)=$/gm, (line, name: string) => `${line}${decidedByTheLibrary[name] ?? ''}`);
  writeFileSync(file('.env'), settings);
  layBeside(at);
  mkdirSync(file(seal), { mode: 0o700 });
  renameSync(file('secrets/ca.key'), file(`${seal}/ca.key`));
  certifyHere(at, { name: 'pages', key: 'privkey.pem', certificate: 'fullchain.pem' });
  certifyHere(at, { name: 'ses', key: 'secrets/ses.key', certificate: 'secrets/ses.pem' });
  typeToFound(
    'fullchain.pem',
    at,
    (lines) => `ID=local KEY=local\n${lines.replace('library.yours.jp', 'library.example.jp')}`,
  );
}

/** A block of docs/deploy.md. */
function typeToFound(words: string, cwd: string, asHere: (lines: string) => string): void {
  const [heading, page] = founding;
  execFileSync('sh', ['-euc', asHere(typedWith(heading, words, page))], { cwd, stdio: 'pipe' });
}

/** On a new machine: the folder of the release, over it what was sealed, and one night's copy, typed as docs/runbook.md has it. */
export function makeFolderAnew(at: string, from: string, night: string): void {
  rmSync(at, { recursive: true, force: true });
  cpSync(path.join(root, 'infra/production'), at, { recursive: true });
  layBeside(at);
  const keyring = mkdtempSync(path.join(tmpdir(), 'toshobin-keeper-'));
  const type = (lines: string, cwd: string) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', lines], {
      cwd,
      env: { ...process.env, GNUPGHOME: keyring },
      stdio: 'pipe',
    });
  const [page, keeper] = ['Backup and restore', 'keeper@example.jp'];
  try {
    type(`gpg --batch --passphrase '' --quick-generate-key ${keeper}`, from);
    const sealing = typedWith(page, '--recipient KEY').replace('KEY', keeper);
    type(sealing, from);
    // As night.sh does with a night, but for the way by ssh.
    type(
      sealing.replace(/tar -c .* \| (gpg .*) > .*/, `tar -C backups -c ${night} | $1 > ${night}.tar.gpg`),
      from,
    );
    for (const sealed of ['sealed.tar.gpg', `${night}.tar.gpg`])
      renameSync(path.join(from, sealed), path.join(at, sealed));
    type(typedWith(page, 'gpg -d').replaceAll('NIGHT', night), at);
  } finally {
    // GnuPG's agent takes files away while it ends, at which rmSync stops.
    type('gpgconf --kill gpg-agent; rm -rf "$GNUPGHOME"', root);
  }
  cpSync(path.join(from, 'state.json'), path.join(at, 'state.json'));
  // On one machine with the library that it was.
  appendFileSync(path.join(at, '.env'), 'COMPOSE_PROJECT_NAME=anew\n');
}

/** What the trial has beside what the repository brings. */
function layBeside(at: string): void {
  const file = (name: string) => path.join(at, name);
  writeFileSync(file('ses.conf'), sesConf);
  writeFileSync(file('hosts'), '127.0.0.1 localhost library.example.jp desk.library.example.jp\n');
  writeFileSync(file('trial.yml'), trial());
}

/** A certificate of the engines' authority for the pages and SES, for somewhat longer than the night minds. */
export function certifyHere(
  at: string,
  { name, key, certificate }: { name: string; key: string; certificate: string },
): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: at, stdio: 'pipe' });
  const request = ['-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`];
  openssl('req', ...request, '-keyout', key, '-out', 'csr');
  const hosts = 'subjectAltName=DNS:library.example.jp,DNS:desk.library.example.jp,DNS:ses\n';
  writeFileSync(path.join(at, 'names'), hosts);
  const authority = ['-CA', 'secrets/ca.pem', '-CAkey', `${seal}/ca.key`, '-CAcreateserial'];
  const signed = ['-in', 'csr', ...authority, '-days', '60', '-extfile', 'names'];
  openssl('x509', '-req', ...signed, '-out', certificate);
  for (const made of [key, certificate]) chmodSync(path.join(at, made), 0o444);
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
    restart: unless-stopped
    ports: ["127.0.0.1:4003:4003"]
  ses:
    image: nginx:1.30.5
    restart: unless-stopped
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
