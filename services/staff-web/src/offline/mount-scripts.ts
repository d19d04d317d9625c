import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { baseStyle, renderPage, sendPage, versionOf } from '@toshobin/web';
import type { RequestHandler } from 'express';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { staffFront } from '../pages/frame.tsx';
import { constant, SCRIPTS, scripts, versionOfContents } from '../pages/script.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { OfflinePage } from './offline.page.tsx';

const zxing = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
const A_YEAR = 'public, max-age=31536000, immutable';

/** A script whose address stays; the browser asks again each time whether it has changed. */
function script(source: string | Buffer, type = 'text/javascript'): RequestHandler {
  return (_request, response) => {
    response.type(type).setHeader('Cache-Control', 'no-cache');
    response.send(source);
  };
}

/**
 * The scripts of the pages with a scan field, from our own origin as they are; what reads NW-7 in a camera's picture,
 * from its package; and the page that a pickup library's service worker shows without a line.
 */
export function mountScripts(routes: StaffRoutes, deps: Pick<StaffWebDeps, 'setting'>): void {
  for (const [name, source] of scripts) {
    const send = script(source);
    routes.file(`/scripts/${name}`, 'anyone', (request, response, next) => {
      // The service worker is for every page of ours, though it lies among the scripts.
      if (name === 'branch-worker.js') response.setHeader('Service-Worker-Allowed', '/');
      return send(request, response, next);
    });
    if (name === 'branch-worker.js') continue;
    // Of another version while a release is rolled: then today's, and not kept.
    routes.file(`/scripts/:version/${name}`, 'anyone', (request, response) => {
      const isTodays = request.path === `${SCRIPTS}/${name}`;
      response.type('text/javascript').setHeader('Cache-Control', isTodays ? A_YEAR : 'no-cache');
      response.send(source);
    });
  }

  const front = staffFront(deps.setting);
  const styles = [...front.styles, '/style/branch.css'];
  const own = [...scripts.keys()].filter((name) => name !== 'branch-worker.js');
  const files = [...styles, ...own.map((name) => `${SCRIPTS}/${name}`)];
  const html = renderPage(h(OfflinePage, { front, styles }));
  const sheets = ['staff', 'desk', 'branch'].map((name) => new URL(`../pages/${name}.css`, import.meta.url));
  const looks = [baseStyle, ...sheets].map(versionOf);
  const version = versionOfContents(html, ...looks, ...scripts.values());
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
