import { createHash, timingSafeEqual } from 'node:crypto';
import { type AnyEndpoint, type Caller, callers, mayAsk } from '@toshobin/contracts';
import type { RequestHandler } from 'express';
import { problem, sendProblem } from './problems.ts';

/** The tokens by which each process is known; a process may have several while they are changed over. */
export type CallerTokens = Readonly<Record<Caller, readonly string[]>>;

/**
 * Lets only our own processes in: `Authorization: Bearer <token>`, compared in constant time; otherwise 401. Which one it
 * is decides what it may ask for, by the table; see {@link refuseOthers}.
 */
export function requireCaller(tokens: CallerTokens, may = mayAsk): RequestHandler {
  const known = callers.flatMap((caller) =>
    tokens[caller].map((token) => ({ caller, digest: digest(`Bearer ${token}`) })),
  );
  return (request, response, next) => {
    const given = digest(request.headers.authorization ?? '');
    const found = known.filter((one) => timingSafeEqual(one.digest, given));
    if (found[0] !== undefined) {
      const asked: Asked = (operation) => found.some(({ caller }) => may(caller, operation));
      response.locals.mayAsk = asked;
      return next();
    }
    response.setHeader('WWW-Authenticate', 'Bearer');
    sendProblem(response, problem(401, 'A service token is needed'));
  };
}

type Asked = (operation: AnyEndpoint) => boolean;

/** Behind {@link requireCaller}: 403 for an operation that is not the caller's (`mayAsk`). */
export function refuseOthers(operation: AnyEndpoint): RequestHandler {
  return (_request, response, next) => {
    const asked: Asked | undefined = response.locals.mayAsk;
    // The pages' own operations are asked by browsers: their session says who it is.
    if (asked === undefined || asked(operation)) return next();
    sendProblem(response, problem(403, 'This operation is not for the process that asks'));
  };
}

/** Hashed first, so that the comparison takes the same time for every length. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
