import type { AnyEndpoint, commandApi, Endpoint } from '@toshobin/contracts';
import { type Express, Router } from 'express';
import { serveOpenApi } from './describe-http.ts';
import { type CallerTokens, requireCaller } from './require-caller.ts';
import { type Handler, serve } from './serve.ts';

/** What carries out each operation of a service; what its worker says of commands is mounted by itself. */
type Handlers<Api> = {
  readonly [K in Exclude<keyof Api, keyof typeof commandApi>]: Api[K] extends Endpoint<
    infer P,
    infer Q,
    infer B,
    infer A
  >
    ? Handler<P, Q, B, A>
    : never;
};

/**
 * Mounts every operation of a service, in the order of the handlers, and their description, for our own processes alone,
 * each its own. No answer has an ETag, since no caller of a service keeps one.
 */
export function serveApi<Api extends Readonly<Record<string, AnyEndpoint>>>(
  title: string,
  api: Api,
  callers: CallerTokens,
  handlers: Handlers<Api>,
): (app: Express) => void;
export function serveApi(
  title: string,
  api: Record<string, AnyEndpoint>,
  callers: CallerTokens,
  handlers: Record<string, Handler<unknown, unknown, unknown, unknown>>,
): (app: Express) => void {
  const router = Router();
  serveOpenApi(router, { title, version: '0.1.0', endpoints: Object.values(api) });
  for (const [name, handler] of Object.entries(handlers)) {
    const operation = api[name];
    if (operation) serve(router, operation, handler);
  }
  return (app) => app.disable('etag').use(requireCaller(callers), router);
}
