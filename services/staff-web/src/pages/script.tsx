import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { defaultBarcodeFormats } from '@toshobin/contracts';

const folder = new URL('../browser/', import.meta.url);

/** A constant of the server's as a module exports it. */
export function constant(name: string, value: unknown): string {
  return `export const ${name} = ${JSON.stringify(value)};\n`;
}

const formats = Object.entries(defaultBarcodeFormats).map(([kind, { prefix, digits, checkDigit }]) => ({
  kind,
  prefix,
  length: prefix.length + digits,
  checked: checkDigit === 'modulus10Weight21',
}));

const written = readdirSync(folder).filter((name) => name.endsWith('.js'));
/** The scripts of the pages by their names: those of the folder, and the numbers' formats. */
export const scripts: ReadonlyMap<string, string> = new Map([
  ...written.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const),
  ['barcode-formats.js', constant('formats', formats)],
]);

/** Some contents as one name: another content, another version. */
export function versionOfContents(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex').slice(0, 16);
}

/**
 * Where the pages ask for their scripts. The address changes with any of them, so a browser keeps them and a page has its
 * scripts as soon as it stands; they import one another beside themselves.
 */
export const SCRIPTS = `/scripts/${versionOfContents(...scripts.values())}`;

/** A script of a page. */
export function Script({ name }: { name: string }) {
  return <script type="module" src={`${SCRIPTS}/${name}.js`} />;
}

/** Before anything else of a page: what is typed while it opens is kept for its scripts. */
export function FirstKeys() {
  return <script src={`${SCRIPTS}/first-keys.js`} />;
}
