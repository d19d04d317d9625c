import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defaultBarcodeFormats } from '@toshobin/contracts';
import { baseStyle, renderPage, sendPage, versionOf } from '@toshobin/web';
import type { RequestHandler } from 'express';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { staffFront } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { OfflinePage } from './offline.page.tsx';

const folder = new URL('../browser/', import.meta.url);
const zxing = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

/** Scripts of pages; the browser asks again each time whether one has changed. */
function script(source: string | Buffer, type = 'text/javascript'): RequestHandler {
  return (_request, response) => {
    response.type(type).setHeader('Cache-Control', 'no-cache');
    response.send(source);
  };
}

/** A constant of the server's as a module exports it. */
function constant(name: string, value: unknown): string {
  return `export const ${name} = ${JSON.stringify(value)};\n`;
}

/** What the page without a line and its scripts hold, as one name: browsers take all of them anew when it changes. */
export function versionOfShell(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex').slice(0, 16);
}

/**
 * The scripts of the pages with a scan field, from our own origin as they are; what reads NW-7 in a camera's picture,
 * from its package; and the page that a pickup library's service worker shows without a line.
 */
export function mountScripts(routes: StaffRoutes, deps: Pick<StaffWebDeps, 'setting'>): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const sources = names.map((name) => ({ name, source: readFileSync(new URL(name, folder)) }));
  for (const { name, source } of sources) {
    const send = script(source);
    routes.file(`/scripts/${name}`, 'anyone', (request, response, next) => {
      // The service worker is for every page of ours, though it lies among the scripts.
      if (name === 'branch-worker.js') response.setHeader('Service-Worker-Allowed', '/');
      return send(request, response, next);
    });
  }
  const formats = Object.entries(defaultBarcodeFormats).map(([kind, { prefix, digits, checkDigit }]) => ({
    kind,
    prefix,
    length: prefix.length + digits,
    checked: checkDigit === 'modulus10Weight21',
  }));
  const numbers = constant('formats', formats);
  routes.file('/scripts/barcode-formats.js', 'anyone', script(numbers));

  const front = staffFront(deps.setting);
  const styles = [...front.styles, '/style/branch.css'];
  const own = names.filter((name) => name !== 'branch-worker.js').map((name) => `/scripts/${name}`);
  const files = [...styles, ...own, '/scripts/barcode-formats.js'];
  const html = renderPage(h(OfflinePage, { front, styles }));
  const sheets = ['staff', 'desk', 'branch'].map((name) => new URL(`../pages/${name}.css`, import.meta.url));
  const looks = [baseStyle, ...sheets].map(versionOf);
  const version = versionOfShell(html, numbers, ...looks, ...sources.map(({ source }) => source));
  const shell = constant('files', files) + constant('version', version);
  routes.file('/scripts/shell-files.js', 'anyone', script(shell));

  const es = new URL('../es/', `file://${zxing}`);
  routes.file(
    '/scripts/zxing/reader/index.js',
    'anyone',
    script(readFileSync(new URL('reader/index.js', es))),
  );
  routes.file('/scripts/zxing/share.js', 'anyone', script(readFileSync(new URL('share.js', es))));
  routes.file('/scripts/zxing/zxing_reader.wasm', 'anyone', script(readFileSync(zxing), 'application/wasm'));

  routes.file('/offline', 'anyone', (_request, response) => {
    allowCamera(response);
    sendPage(response, h(OfflinePage, { front, styles }));
  });
}

/** Reading a picture needs WebAssembly, on the pages with a camera alone. */
export function allowCamera(response: Parameters<RequestHandler>[1]): void {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader(
    'Content-Security-Policy',
    policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
  );
}
