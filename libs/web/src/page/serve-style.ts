import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

const A_YEAR = 'public, max-age=31536000, immutable';
const A_WHILE = 'public, max-age=300';

/**
 * Serves one style sheet, or one script, from memory, compressed once. Asked for by its version (`?v=`, see `versionOf`) it may be
 * kept for a year; without it for five minutes, and then asked about by its ETag.
 */
export function serveStyle(file: URL, type: 'text/css' | 'text/javascript' = 'text/css'): RequestHandler {
  const css = readFileSync(file);
  const version = versionOf(file);
  const bodies = { br: brotliCompressSync(css), gzip: gzipSync(css, { level: 9 }), identity: css };
  return (request, response) => {
    const encoding = request.acceptsEncodings('br', 'gzip');
    const chosen = encoding === 'br' || encoding === 'gzip' ? encoding : 'identity';
    response.type(type).vary('Accept-Encoding');
    response.setHeader('Cache-Control', request.query.v === version ? A_YEAR : A_WHILE);
    if (chosen !== 'identity') response.setHeader('Content-Encoding', chosen);
    response.send(bodies[chosen]);
  };
}

/** The version of a file: another content, another version. */
export function versionOf(file: URL): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}

/** The style sheet both fronts share. */
export const baseStyle = new URL('./base.css', import.meta.url);
/** Its address with its version, where it is served at /style/base.css. */
export const baseStyleHref = `/style/base.css?v=${versionOf(baseStyle)}`;
