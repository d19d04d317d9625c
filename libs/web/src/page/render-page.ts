import { gzipSync } from 'node:zlib';
import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Below this a compressed page is hardly smaller than a packet of the network. */
const WORTH_COMPRESSING = 1_400;

/** The page as a document. Everything that is not markup of ours is escaped by preact. */
export function renderPage<P>(page: VNode<P>): string {
  return `<!doctype html>\n${renderToString(page)}`;
}

/** How long a page that everybody sees may be kept, before it is asked about again by its ETag. */
const SHARED = 'public, max-age=60';

/**
 * Sends a page, compressed where the browser takes it (a page is about a fifth then; the token in it is masked, so
 * that its length tells nothing). Pages are drawn for one visitor and are kept nowhere, but for one that was asked for
 * without a cookie and is answered without one: nobody is in it.
 */
export function sendPage<P>(response: Response, page: VNode<P>, status = 200): void {
  const html = `${renderPage(page)}${response.app.locals.behindPages ?? ''}`;
  const { cookie, authorization } = response.req.headers;
  const isEverybodys =
    status === 200 &&
    cookie === undefined &&
    authorization === undefined &&
    !response.hasHeader('Set-Cookie');
  response.status(status).type('text/html; charset=utf-8');
  response.setHeader('Cache-Control', isEverybodys ? SHARED : 'no-store');
  response.vary('Accept-Encoding, Accept-Language, Cookie');
  if (html.length < WORTH_COMPRESSING || response.req.acceptsEncodings('gzip') === false) {
    response.send(html);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  response.send(gzipSync(html));
}
