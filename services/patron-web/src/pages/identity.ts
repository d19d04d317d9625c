import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';
import type { PatronRoutes } from '../patron-routes.ts';

const icons = [
  { path: '/favicon.svg', type: 'image/svg+xml' },
  { path: '/icon-192.png', type: 'image/png' },
  { path: '/icon-512.png', type: 'image/png' },
  { path: '/preview.png', type: 'image/png' },
] as const;

/** The book with a cord: in the tab, on a home screen, and where another site shows a page of ours. */
export function mountIdentity(routes: PatronRoutes): void {
  for (const { path, type } of icons) {
    const bytes = readFileSync(new URL(`./icons${path}`, import.meta.url));
    const send: RequestHandler = (_request, response) => {
      response.type(type).setHeader('Cache-Control', 'public, max-age=86400');
      response.send(bytes);
    };
    routes.file(path, 'public', send);
  }
}
