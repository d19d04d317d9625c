import type { Express } from 'express';
import type { Logger } from './create-logger.ts';

/** Resolves when what it names can be used; throws, with a reason, when it is away. */
export type Check = () => Promise<void>;

export interface ServiceOptions {
  name: string;
  config: { HOST: string; PORT: number };
  log: Logger;
  /** What the process needs to serve, by name: `{ postgresql: () => …, kafka: () => … }`. */
  checks?: Readonly<Record<string, Check>>;
  /** Mounts the process's own middleware and routes, after health and before the 404. */
  routes?: (app: Express) => void | Promise<void>;
  /** Also handle SIGTERM, SIGINT and unhandled rejections (default); a test passes false. */
  signals?: boolean;
}

export interface RunningService {
  app: Express;
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  port: number;
  /** Registers what must be stopped with the process; the last registered is stopped first. */
  onStop: (name: string, stop: () => Promise<unknown> | unknown) => void;
  /** Stops taking requests, finishes those under way, then runs the stop hooks. Repeated calls wait for the same stop. */
  stop: () => Promise<void>;
}

/**
 * Starts the HTTP side of a process: `/healthz` (alive), `/readyz` (can serve; names what is away), a request
 * id, the routes, problem+json for everything else; and an orderly end.
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  throw new Error(`not written yet ${options.name}`);
}
