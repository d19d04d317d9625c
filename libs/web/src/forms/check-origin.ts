import type { Request } from 'express';

/**
 * Does a request that changes something come from a page of ours? Browsers say so in Sec-Fetch-Site, older ones
 * in Origin; a program that sends neither can't have been tricked by another site.
 */
export function sameOrigin(request: Request, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  return origin === undefined || isOurs(origin, request, publicUrl);
}

/** Does the browser itself say that a page of ours sent this? Silence is not enough. */
export function saysSameOrigin(request: Request, publicUrl: string): boolean {
  if (!sameOrigin(request, publicUrl)) return false;
  return request.headers['sec-fetch-site'] === 'same-origin' || request.headers.origin !== undefined;
}

/** Whether an origin is this web's, as it is configured or as it was asked for. */
export function isOurs(origin: string, request: Request, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
