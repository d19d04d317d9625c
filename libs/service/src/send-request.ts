import http from 'node:http';
import https from 'node:https';

export interface Received {
  status: number;
  text: string;
}

/** No whole answer in time. */
export class TooLate extends Error {}

/**
 * Milliseconds that a connection is kept without a request; far less than our servers keep it (start-service.ts), so that
 * it is never closed under a request.
 */
const KEPT_MS = 4_000;
const agents = {
  http: new http.Agent({ keepAlive: true, timeout: KEPT_MS }),
  https: new https.Agent({ keepAlive: true, timeout: KEPT_MS }),
};

/**
 * Sends one request over a kept connection and reads the whole answer. By node:http and not by `fetch`, which takes
 * several times its processor time; every scan of a desk is some of these. Follows no redirect.
 */
export function sendRequest(
  address: string,
  {
    method,
    headers,
    body,
    timeoutMs,
  }: { method: string; headers: http.OutgoingHttpHeaders; body?: string | undefined; timeoutMs: number },
): Promise<Received> {
  const url = new URL(address);
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = { method, headers: { ...headers, ...length } };
  const request =
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http });
  return new Promise<Received>((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(new TooLate(`no answer in ${timeoutMs} ms`)), timeoutMs);
    const fail = (fault: Error) => {
      clearTimeout(timer);
      reject(fault);
    };
    request.on('error', fail);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('error', fail);
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
      });
    });
    request.end(body);
  });
}
