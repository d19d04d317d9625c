import type { Endpoint, Schema } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { type Request, type RequestHandler, type Response, type Router, raw } from 'express';
import { faultsOf, RequestFault, sendRefusal } from './problems.ts';
import { parseJson, refuseUnstorable } from './read-json.ts';
import { refuseOthers } from './require-caller.ts';

/** A request whose every part has passed the endpoint's schemas. */
export interface HandlerInput<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** For what is neither: headers, address, the request's id in `request.res.locals`. */
  request: Request;
  /** For a cookie. */
  response: Response;
}

/** Carries an operation out. A refusal of a rule is returned; what is thrown is a fault and becomes a 500. */
export type Handler<P, Q, B, A> = (input: HandlerInput<P, Q, B>) => Promise<Decision<A>>;

/** Bytes of a body, before it is read. */
const BODY_LIMIT = 64 * 1024;

/**
 * Serves one operation: validates params, query and body, answers 200 with the answer as JSON (204 when there
 * is none), a refusal as problem+json with its rule and sentences, a fault of input as 422 with every place.
 */
export function serve<P, Q, B, A>(
  router: Router,
  endpoint: Endpoint<P, Q, B, A>,
  handler: Handler<P, Q, B, A>,
): void {
  noteMethod(router, endpoint.path, endpoint.method);
  const readBody = raw({ type: () => true, limit: BODY_LIMIT, inflate: false });
  const answerIt: RequestHandler = async (request, response) => {
    const body = bodyOf(request);
    const faults: { where: string; message: string }[] = [];
    const read = <T>(part: string, schema: Schema<T>, value: unknown): T | undefined => {
      const unstorable = refuseUnstorable(part, value);
      if (unstorable.length > 0) {
        faults.push(...unstorable);
        return undefined;
      }
      const result = schema.safeParse(value);
      if (!result.success) faults.push(...faultsOf(part, result.error));
      return result.data;
    };
    const input = {
      params: read('params', endpoint.params, { ...request.params }),
      query: read('query', endpoint.query, request.query),
      body: read('body', endpoint.body, body),
    };
    if (faults.length > 0) throw new RequestFault(422, 'The input has faults', faults);
    // No fault was found, so every part is what its schema gives.
    const decision = await handler({ ...(input as { params: P; query: Q; body: B }), request, response });
    if (!decision.ok) return sendRefusal(response, decision.refusal);
    // In production a field too many must not cost a patron the answer; everywhere else it is a fault.
    const answer =
      process.env.NODE_ENV === 'production' ? decision.value : endpoint.answer.parse(decision.value);
    if (answer === undefined) response.status(204).end();
    else response.status(200).json(answer);
  };
  router[endpoint.method](endpoint.path, refuseOthers(endpoint), readBody, answerIt);
}

/** The body as JSON: 415 when it claims to be something else, 400 when it isn't what it claims. */
function bodyOf(request: Request): unknown {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
  if (!request.is('application/json')) throw new RequestFault(415, 'The body must be application/json');
  return parseJson(bytes);
}

const methodsOf = new WeakMap<Router, Map<string, Set<string>>>();

/** Remembers which methods a path takes, for the 405 of all others. */
function noteMethod(router: Router, path: string, method: string): void {
  const paths = methodsOf.get(router) ?? new Map<string, Set<string>>();
  methodsOf.set(router, paths);
  const known = paths.get(path);
  if (known) {
    known.add(method.toUpperCase());
    return;
  }
  const methods = new Set([method.toUpperCase()]);
  paths.set(path, methods);
  router.all(path, (_request, response, next) => {
    const allowed: unknown = response.locals.allowedMethods;
    response.locals.allowedMethods = allowed instanceof Set ? new Set([...allowed, ...methods]) : methods;
    next();
  });
}
