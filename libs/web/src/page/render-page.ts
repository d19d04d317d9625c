import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The page as a document. Everything that is not markup of ours is escaped by preact. */
export function renderPage<P>(page: VNode<P>): string {
  return `<!doctype html>\n${renderToString(page)}`;
}

/** Sends a page. Pages are drawn for one visitor and are kept nowhere. */
export function sendPage<P>(response: Response, page: VNode<P>, status = 200): void {
  response.status(status).type('text/html; charset=utf-8').setHeader('Cache-Control', 'no-store');
  response.send(renderPage(page));
}
