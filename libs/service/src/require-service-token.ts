import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { problem, sendProblem } from './problems.ts';

/** Lets only our own processes in: `Authorization: Bearer <token>`, compared in constant time; otherwise 401. */
export function requireServiceToken(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`);
  return (request, response, next) => {
    const given = request.headers.authorization;
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    response.setHeader('WWW-Authenticate', 'Bearer');
    sendProblem(response, problem(401, 'A service token is needed'));
  };
}

/** Hashed first, so that the comparison takes the same time for every length. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
