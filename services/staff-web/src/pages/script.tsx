import { readdirSync, readFileSync } from 'node:fs';
import { barcodeFormats } from '@toshobin/contracts';
import { baseStyle, versionOf } from '@toshobin/web';

const folder = new URL('../browser/', import.meta.url);

/** A constant of the server's as a module exports it. */
export function constant(name: string, value: unknown): string {
  return `export const ${name} = ${JSON.stringify(value)};\n`;
}

const formats = Object.entries(barcodeFormats()).map(([kind, { prefix, digits, checkDigit }]) => ({
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

const sheets = ['staff', 'desk', 'branch', 'card', 'dash'];
export const styles: ReadonlyMap<string, URL> = new Map([
  ['base.css', baseStyle],
  ...sheets.map((name) => [`${name}.css`, new URL(`./${name}.css`, import.meta.url)] as const),
  ['slips.css', new URL('../slips/slips.css', import.meta.url)],
]);

/**
 * The version of all that pages load. The addresses change with any of it, so a browser keeps it and a page has its scripts as
 * soon as it stands; they import one another beside themselves.
 */
export const VERSION = versionOf(...styles.values(), ...scripts.values());
export const SCRIPTS = `/scripts/${VERSION}`;

export function stylesOf(...names: readonly string[]): string[] {
  return names.map((name) => `/style/${VERSION}/${name}.css`);
}

export function Script({ name }: { name: string }) {
  return <script type="module" src={`${SCRIPTS}/${name}.js`} />;
}

/** Before anything else of a page: what is typed while it opens is kept for its scripts. */
export function FirstKeys() {
  return <script src={`${SCRIPTS}/first-keys.js`} />;
}
