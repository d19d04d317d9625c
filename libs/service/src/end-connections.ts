import type { Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Turns of Node's loop without a connection after which none waits: the first may have looked before it was asked. */
const QUIET_TURNS = 2;
/** After which it takes no more, should connections come without an end: what is under way has the rest of its time. */
const TAKES_FOR_MS = 2_000;

/** How a server ends without a request that gets no answer. */
export interface ConnectionsEnd {
  /**
   * From now on each answer is the last one of its connection, so that no caller has a kept one left to send the next request
   * over just as it is closed.
   */
  keepNone(): void;
  /** Takes the connections that the system has accepted already, and no more; resolves when the last one has ended. */
  close(): Promise<void>;
}

export function connectionsEnd(server: Server): ConnectionsEnd {
  const underWay = new Set<ServerResponse>();
  let keepsNone = false;
  let closes = false;
  let taken = 0;
  server.on('connection', () => {
    taken += 1;
  });
  server.prependListener('request', (_request, response) => {
    if (keepsNone) response.setHeader('Connection', 'close');
    underWay.add(response);
    response.on('close', () => {
      underWay.delete(response);
      // A connection that falls idle now would hold the end up.
      if (closes) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    keepNone() {
      keepsNone = true;
      for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close');
    },
    async close() {
      // A socket that is closed resets what waits in its queue, of which Node takes one in each turn of its loop.
      const until = performance.now() + TAKES_FOR_MS;
      for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until; ) {
        const before = taken;
        await nextTurn();
        quiet = taken === before ? quiet + 1 : 0;
      }
      closes = true;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
