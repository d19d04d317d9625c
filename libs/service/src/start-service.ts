import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { RefusalValues } from '@toshobin/lending-rules';
import express, { type Express, type RequestHandler } from 'express';
import { answerHealth } from './answer-health.ts';
import { openDesk } from './check-settings.mjs';
import type { Logger } from './create-logger.ts';
import { type ConnectionsEnd, connectionsEnd } from './end-connections.ts';
import { endWithSignals } from './end-with-signals.ts';
import { within } from './in-time.ts';
import { answerMetrics, type Measure } from './metrics.ts';
import { faultProblems, problem, sendProblem, unknownRoutes } from './problems.ts';
import { traceRequests } from './trace-requests.ts';
import { isTraced, stopTracing } from './tracing.ts';

/** Resolves when what it names can be used; throws, with a reason, when it is away. */
export type Check = () => Promise<void>;

interface ServiceOptions {
  name: string;
  config: {
    HOST: string;
    PORT: number;
    DRAIN_SECONDS?: number;
    METRICS_TOKEN?: readonly string[];
    TLS_CERT?: string | undefined;
    TLS_KEY?: string | undefined;
    LOOPBACK_PORT?: number | undefined;
  };
  log: Logger;
  /** What the process needs to serve, by name: `{ postgresql: () => …, kafka: () => … }`. */
  checks?: Readonly<Record<string, Check>>;
  /** What it works with and can do without for a while: `/readyz` names it when away, and stays ready. */
  partners?: Readonly<Record<string, Check>>;
  /** What `/metrics` tells besides how long requests took. */
  measures?: readonly Measure[];
  /** Mounts the process's own middleware and routes, after health and before the 404. */
  routes?: (app: Express) => void | Promise<void>;
  /** What no rule knows and a refusal's sentence names: `{ phone: config.LIBRARY_PHONE }`. */
  sentenceValues?: RefusalValues;
  /** Browsers ask it: what a request says that it is a part of is not believed (default: it is). */
  isPublic?: boolean;
  /** Also handle SIGTERM, SIGINT and unhandled rejections (default); a test passes false. */
  signals?: boolean;
}

export interface RunningService {
  app: Express;
  /** `http://host:port`, with the port that was really taken; https where it has a certificate. */
  url: string;
  port: number;
  /** Registers what must be stopped with the process; the last registered is stopped first. */
  onStop: (name: string, stop: () => Promise<unknown> | unknown) => void;
  /**
   * Says at `/readyz` that it ends, goes on for DRAIN_SECONDS and keeps no connection, stops taking requests, finishes those
   * under way, then runs the stop hooks. Repeated calls wait for the same stop.
   */
  stop: () => Promise<void>;
}

/** Milliseconds that requests under way get to finish when the process ends: a wish waits six seconds, and asks others before. */
const LAST_REQUESTS_MS = 12_000;
/** Milliseconds that one stop hook gets. */
const STOP_HOOK_MS = 10_000;

/**
 * Starts the HTTP side of a process: `/healthz` (alive), `/readyz` (can serve; names what is away), a request
 * id, the routes, problem+json for everything else; and an orderly end.
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { name, config, log } = options;
  const warning = openDesk({ NODE_ENV: process.env.NODE_ENV, HOST: config.HOST });
  if (warning !== undefined) log.warn(warning);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.locals.sentenceValues = options.sentenceValues ?? {};
  app.use(requestId);
  app.use(oneHost);
  if (isTraced()) app.use(traceRequests(options.isPublic !== true));
  let stopping: Promise<void> | undefined;
  const { checks = {}, partners = {}, measures = [] } = options;
  answerMetrics(app, { tokens: config.METRICS_TOKEN ?? [], measures, log });
  answerHealth(app, { checks, partners, isEnding: () => stopping !== undefined }, log);
  await options.routes?.(app);
  app.use(unknownRoutes);
  app.use(faultProblems(log));

  const { TLS_CERT: cert, TLS_KEY: key, LOOPBACK_PORT } = config;
  const server = cert === undefined ? http.createServer(app) : https.createServer({ cert, key }, app);
  const doors = [await open(server, config.HOST, config.PORT)];
  if (LOOPBACK_PORT !== undefined) {
    doors.push(await open(http.createServer(app), '127.0.0.1', LOOPBACK_PORT));
  }
  const port = portOf(server);

  const hooks: { name: string; stop: () => Promise<unknown> | unknown }[] = [
    { name: 'traces', stop: stopTracing },
  ];
  const drainMs = 1_000 * (config.DRAIN_SECONDS ?? 0);
  const service: RunningService = {
    app,
    url: `http${cert === undefined ? '' : 's'}://${config.HOST}:${port}`,
    port,
    onStop: (hookName, stop) => hooks.push({ name: hookName, stop }),
    stop: () => {
      stopping ??= stopAll(doors, hooks, drainMs, log);
      return stopping;
    },
  };
  if (options.signals ?? true) endWithSignals(service.stop, log, drainMs);
  log.info({ url: service.url }, `${name} is listening`);
  return service;
}

/** An id for each request: the caller's, when it looks like one, so that a request can be followed through all logs. */
const requestId: RequestHandler = (request, response, next) => {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
};

/** Of two hosts Node takes the first, and a proxy might take the other (RFC 9112, 3.2). */
const oneHost: RequestHandler = (request, response, next) => {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length < 2) return next();
  sendProblem(response, problem(400, 'One Host header is enough'));
};

/** Where requests come in, and how that ends. */
interface Door {
  server: http.Server;
  connections: ConnectionsEnd;
}

async function open(server: http.Server, host: string, port: number): Promise<Door> {
  // Longer than any client of ours keeps a connection, so that it is never closed under a request.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.requestTimeout = 30_000;
  server.on('clientError', answerBrokenHttp);
  // Whoever has not finished a handshake in time can be told nothing, and would hold the end up.
  server.on('tlsClientError', (_fault, socket: Duplex) => socket.destroy());
  const connections = connectionsEnd(server);
  await once(server.listen(port, host), 'listening');
  return { server, connections };
}

function portOf(server: http.Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return address.port;
}

/** What isn't HTTP at all never reaches express. */
function answerBrokenHttp(fault: NodeJS.ErrnoException, socket: Duplex): void {
  if (fault.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title] =
    fault.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({ type: 'about:blank', title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function stopAll(
  doors: readonly Door[],
  hooks: readonly { name: string; stop: () => Promise<unknown> | unknown }[],
  drainMs: number,
  log: Logger,
): Promise<void> {
  for (const { connections } of doors) connections.keepNone();
  if (drainMs > 0) await wait(drainMs);
  const end = ({ server, connections }: Door) =>
    within(LAST_REQUESTS_MS, 'requests', connections.close()).catch(() => server.closeAllConnections());
  await Promise.all(doors.map(end));
  for (const hook of hooks.toReversed()) {
    try {
      await within(STOP_HOOK_MS, hook.name, Promise.resolve(hook.stop()));
    } catch (fault) {
      log.error({ err: fault }, `${hook.name} did not stop in order`);
    }
  }
}
