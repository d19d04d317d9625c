import type { Request, RequestHandler } from 'express';
import { beginStep } from './tracing.ts';

/** What is asked again and again, by machines. */
const UNTOLD = /^\/(healthz|readyz|metrics)$/;

/**
 * A step for each request, named by the pattern of its address.
 *
 * @param believed whether who asks is one of our own processes, which says what its request is a part of
 */
export function traceRequests(believed: boolean): RequestHandler {
  return (request, response, next) => {
    if (UNTOLD.test(request.path)) return next();
    const told = believed ? request.headers.traceparent : undefined;
    const partOf = typeof told === 'string' ? told : undefined;
    const step = beginStep({ name: 'request', kind: 'SERVER', partOf });
    response.once('close', () => {
      const route = patternOf(request);
      // What nobody serves has no name, or whoever looks for doors would make one for each.
      const method = route === 'none' ? 'any' : request.method;
      step.rename(`${method} ${route}`);
      const status = response.statusCode;
      step.tell({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status });
      step.end(status < 500 ? undefined : 'answered with a fault');
    });
    step.within(next);
  };
}

/** The address has ids in it, its pattern none. */
export function patternOf({ route }: Request): string {
  const pattern: unknown = route?.path;
  return typeof pattern === 'string' ? pattern : 'none';
}
