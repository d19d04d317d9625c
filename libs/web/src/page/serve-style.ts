import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';

/** Serves one style sheet from memory. */
export function serveStyle(file: URL): RequestHandler {
  const css = readFileSync(file);
  return (_request, response) => {
    response.type('text/css').setHeader('Cache-Control', 'public, max-age=300');
    response.send(css);
  };
}

/** The style sheet both fronts share. */
export const baseStyle = new URL('./base.css', import.meta.url);
