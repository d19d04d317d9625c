import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

const A_YEAR = 'public, max-age=31536000, immutable';
const as = {
  br: brotliCompressSync,
  gzip: (content: Buffer) => gzipSync(content, { level: 9 }),
  identity: (content: Buffer) => content,
};

/** A file, or what it says. */
type Content = URL | string;

/**
 * Serves a style sheet or a script from memory, compressed once. Under its version (`:version` of the path) it may be kept for
 * a year; under another one, as while a release is rolled, or none it is asked about each time by its ETag.
 */
export function serveFile(
  content: Content,
  type: 'text/css' | 'text/javascript' = 'text/css',
  version = versionOf(content),
): RequestHandler {
  const source = read(content);
  const bodies = new Map<keyof typeof as, Buffer>();
  return (request, response) => {
    const encoding = request.acceptsEncodings('br', 'gzip');
    const chosen = encoding === 'br' || encoding === 'gzip' ? encoding : 'identity';
    const body = bodies.get(chosen) ?? as[chosen](source);
    bodies.set(chosen, body);
    response.type(type).vary('Accept-Encoding');
    response.setHeader('Cache-Control', request.params.version === version ? A_YEAR : 'no-cache');
    if (chosen !== 'identity') response.setHeader('Content-Encoding', chosen);
    response.send(body);
  };
}

/** The version of some contents: another one among them, another version. */
export function versionOf(...contents: readonly Content[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(createHash('sha256').update(read(content)).digest());
  return hash.digest('hex').slice(0, 16);
}

const read = (content: Content): Buffer =>
  content instanceof URL ? readFileSync(content) : Buffer.from(content);

/** The style sheet both fronts share. */
export const baseStyle = new URL('./base.css', import.meta.url);
/** The style sheet's address with its version, where it is served at /style. */
export const baseStyleHref = `/style/${versionOf(baseStyle)}/base.css`;
