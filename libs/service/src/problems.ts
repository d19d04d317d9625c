import type { Problem } from '@toshobin/contracts';
import { databaseAway, databaseBusy } from '@toshobin/database';
import {
  type Refusal,
  type RefusalCode,
  type RefusalValues,
  RefusalValuesSchema,
  refusalEntry,
  sentence,
} from '@toshobin/lending-rules';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Logger } from './create-logger.ts';
import { isOutage, noteOutage } from './note-outage.ts';
import { ServiceFault } from './service-fault.ts';

/** Seconds after which asking again makes sense, for what is closed or busy. */
const RETRY_AFTER_SECONDS: Partial<Record<RefusalCode, number>> = {
  CLOSED_FOR_MAINTENANCE: 300,
  TRY_AGAIN: 5,
};

const STATUS: Partial<Record<RefusalCode, number>> = {
  NOT_FOUND: 404,
  SIGN_IN_FAILED: 401,
  SIGN_IN_LATER: 429,
  SECOND_FACTOR_NEEDED: 401,
  SECOND_FACTOR_WRONG: 401,
  SECOND_FACTOR_LOCKED: 401,
  TERMINAL_NEEDED: 401,
  CLOSED_FOR_MAINTENANCE: 503,
  TRY_AGAIN: 503,
  TOO_MANY_WISHES: 429,
  SET_UP_CODE_WRONG: 401,
  ENROLMENT_NUMBER_WRONG: 401,
};

/** A problem that no rule of the library's stands behind: faults of input, of the request or of ours. */
export function problem(status: number, title: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title, status, ...more };
}

const WaitSchema = z.object({ minutes: z.int().positive() });

/** When asking again makes sense; undefined when it doesn't by itself. */
function retryAfterSeconds({ code, values }: Refusal): number | undefined {
  const wait = WaitSchema.safeParse(values).data;
  return wait ? wait.minutes * 60 : RETRY_AFTER_SECONDS[code];
}

/** Of a page that shows a refusal: its status, and Retry-After where it applies. */
export function statusOfRefusal(response: Response, refusal: Refusal): number {
  const seconds = retryAfterSeconds(refusal);
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
  return refusalStatus(refusal.code);
}

/** The status a refusal is answered with: 409 unless the code has one of its own. */
export function refusalStatus(code: RefusalCode): number {
  return STATUS[code] ?? 409;
}

/**
 * The refusal of a rule as the API shows it. `setting` holds what no rule knows (the library's phone number).
 * A sentence that still lacks a value is left out: the code says the same, and a refusal must not become a fault.
 */
export function refusalProblem(refusal: Refusal, setting: RefusalValues = {}): Problem {
  const { code, values } = refusal;
  const words = sentencesOf(refusal, setting);
  return {
    type: `urn:toshobin:refusal:${code}`,
    title: words?.en ?? code,
    status: refusalStatus(code),
    code,
    rule: refusalEntry(code).rule,
    ...(words ? { sentence: words } : {}),
    ...(values ? { values } : {}),
  };
}

function sentencesOf(refusal: Refusal, setting: RefusalValues): { ja: string; en: string } | undefined {
  try {
    return { ja: sentence(refusal, 'ja', setting), en: sentence(refusal, 'en', setting) };
  } catch (fault) {
    if (fault instanceof RangeError) return undefined;
    throw fault;
  }
}

/** Sends a problem as `application/problem+json`, with the request's id and Retry-After where it applies. */
export function sendProblem(response: Response, body: Problem, retryAfterSeconds?: number): void {
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  const requestId: unknown = response.locals.requestId;
  const sent = typeof requestId === 'string' ? { ...body, requestId } : body;
  response.status(body.status).type('application/problem+json').send(JSON.stringify(sent));
}

/** Sends a refusal; the values every sentence may name come from `startService({ sentenceValues })`. */
export function sendRefusal(response: Response, refusal: Refusal): void {
  const setting = RefusalValuesSchema.safeParse(response.app.locals.sentenceValues).data;
  sendProblem(response, refusalProblem(refusal, setting), retryAfterSeconds(refusal));
}

/** A request that can't be understood; thrown while reading it, answered as a problem with this status. */
export class RequestFault extends Error {
  readonly status: number;
  readonly faults: readonly { where: string; message: string }[] | undefined;
  constructor(status: number, title: string, faults?: readonly { where: string; message: string }[]) {
    super(title);
    this.name = 'RequestFault';
    this.status = status;
    this.faults = faults;
  }
}

/** The faults zod found in one part of the input, named by place and never with the value. */
export function faultsOf(part: string, error: z.ZodError): { where: string; message: string }[] {
  return error.issues.map((issue) => ({
    where: [part, ...issue.path].map(String).join('.'),
    message: issue.code === 'unrecognized_keys' ? 'Unknown fields' : issue.message,
  }));
}

/** Last in line: 405 when another method of the same path is served, otherwise 404. */
export const unknownRoutes: RequestHandler = (_request, response) => {
  const allowed: unknown = response.locals.allowedMethods;
  if (!(allowed instanceof Set))
    return sendProblem(response, problem(404, 'There is nothing at this address'));
  response.setHeader('Allow', [...allowed].sort().join(', '));
  sendProblem(response, problem(405, 'This address does not take this method'));
};

/** The titles of faults that express itself finds in a request. */
const TITLES: Record<number, string> = {
  400: 'The request could not be read',
  413: 'The request is too large',
  414: 'The address is too long',
  415: 'The content type is not supported',
};

/**
 * Turns what was thrown into a problem: the request's own faults as such, an engine or a process of ours that is away
 * into TRY_AGAIN, everything else into a plain 500.
 */
export function faultProblems(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    if (thrown instanceof RequestFault) {
      const faults = thrown.faults ? { faults: [...thrown.faults] } : {};
      return sendProblem(response, problem(thrown.status, thrown.message, faults));
    }
    if (thrown instanceof ServiceFault && isOutage(thrown)) {
      noteOutage(thrown, log, { requestId: response.locals.requestId });
      return sendRefusal(response, { code: 'TRY_AGAIN' });
    }
    if (databaseAway(thrown) || databaseBusy(thrown)) {
      log.warn(
        { requestId: response.locals.requestId, reason: String(thrown) },
        'the database is away or busy',
      );
      return sendRefusal(response, { code: 'TRY_AGAIN' });
    }
    const status = statusOf(thrown);
    if (status !== undefined)
      return sendProblem(response, problem(status, TITLES[status] ?? 'The request was refused'));
    const where = {
      requestId: response.locals.requestId,
      method: request.method,
      route: request.route?.path,
    };
    // Where it failed is in that process's log, under the same request id.
    if (thrown instanceof ServiceFault && thrown.status === 500)
      log.warn({ ...where, service: thrown.service, status: thrown.status }, 'another process failed');
    else log.error({ ...where, err: thrown }, 'a request failed');
    sendProblem(response, problem(500, 'Something went wrong on our side'));
  };
}

/** express and its parsers mark the faults of a request with `status` 4xx and `expose`. */
const MarkedFault = z.object({ status: z.int().min(400).max(499) });

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof Error
    ? MarkedFault.safeParse({ status: Reflect.get(thrown, 'status') }).data?.status
    : undefined;
}
