import http from 'node:http';
import https from 'node:https';

export interface Received {
  status: number;
  text: string;
}

/** No whole answer in time. */
export class TooLate extends Error {}

/** There was no connection to send it over: the other side has heard nothing. */
export class NotSent extends Error {}

/**
 * Milliseconds that a connection is kept without a request; far less than our servers keep it (start-service.ts), so that
 * it is never closed under a request.
 */
const KEPT_MS = 4_000;
const kept = {
  keepAlive: true,
  timeout: KEPT_MS,
  // Of several of one service: Node goes on to the next address after 250 ms, and that may be the one that just ended.
  autoSelectFamilyAttemptTimeout: 2_000,
};
const agents = { http: new http.Agent(kept), https: new https.Agent(kept) };

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
    let isConnected = false;
    request.on('socket', (socket) => {
      if (!socket.connecting) isConnected = true;
      else
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        });
    });
    const fail = (fault: Error) => {
      clearTimeout(timer);
      const wasTooLate = fault instanceof TooLate;
      reject(
        isConnected || wasTooLate ? fault : new NotSent(fault.message || 'no connection', { cause: fault }),
      );
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
