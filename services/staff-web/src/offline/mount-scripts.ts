import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { renderPage, sendPage, serveFile, versionOf } from '@toshobin/web';
import type { Express, RequestHandler } from 'express';
import { h } from 'preact';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { staffFront } from '../pages/frame.tsx';
import { constant, SCRIPTS, scripts, styles, stylesOf, VERSION } from '../pages/script.tsx';
import { OfflinePage } from './offline.page.tsx';

const zxing = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');

export function mountStyles(app: Express): void {
  for (const [name, file] of styles)
    app.get(`/style{/:version}/${name}`, serveFile(file, 'text/css', VERSION));
}

/**
 * The scripts of the pages with a scan field, from our own origin as they are; what reads NW-7 in a camera's picture,
 * from its package; and the page that a pickup library's service worker shows without a line.
 */
export function mountScripts(routes: StaffRoutes, deps: Pick<StaffWebDeps, 'setting'>): void {
  for (const [name, source] of scripts) {
    const send = serveFile(source, 'text/javascript', VERSION);
    routes.file(`/scripts{/:version}/${name}`, 'anyone', (request, response, next) => {
      // The service worker is for every page of ours, though it lies among the scripts.
      if (name === 'branch-worker.js') response.setHeader('Service-Worker-Allowed', '/');
      return send(request, response, next);
    });
  }

  const front = staffFront(deps.setting);
  const looks = [...front.styles, ...stylesOf('branch')];
  const own = [...scripts.keys()].filter((name) => name !== 'branch-worker.js');
  const files = [...looks, ...own.map((name) => `${SCRIPTS}/${name}`)];
  // The page names the version of all that it loads.
  const version = versionOf(renderPage(h(OfflinePage, { front, styles: looks })));
  const shell = constant('files', files) + constant('version', version);
  routes.file('/scripts/shell-files.js', 'anyone', serveFile(shell, 'text/javascript'));

  const es = new URL('../es/', `file://${zxing}`);
  for (const name of ['reader/index.js', 'share.js'])
    routes.file(`/scripts/zxing/${name}`, 'anyone', serveFile(new URL(name, es), 'text/javascript'));
  const wasm = readFileSync(zxing);
  routes.file('/scripts/zxing/zxing_reader.wasm', 'anyone', (_request, response) => {
    response.type('application/wasm').setHeader('Cache-Control', 'no-cache');
    response.send(wasm);
  });

  routes.file('/offline', 'anyone', (_request, response) => {
    allowCamera(response);
    sendPage(response, h(OfflinePage, { front, styles: looks }));
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
