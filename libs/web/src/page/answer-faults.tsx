import { databaseAway, databaseBusy } from '@toshobin/database';
import type { Logger } from '@toshobin/service';
import { isOutage, noteOutage, ServiceFault } from '@toshobin/service';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { PageFault, StaleForm } from '../forms/page-fault.ts';
import { BusyPage, NotFoundPage, StaleFormPage, UnreadablePage } from './fault-pages.tsx';
import type { Front } from './front.ts';
import { sentForm } from './offer-again.tsx';
import { sendPage } from './render-page.ts';

/** Ends a page with 404 and the like from inside a handler. */
export function pageFault(status: 400 | 403 | 404 | 422): never {
  throw new PageFault(status);
}

/** The front of a page of a fault; one that is framed for its visitor may have to ask for a name. */
type FrontOf = (request: Request) => Front | Promise<Front>;

/** The last page of all: nothing at this address. */
export function pageNotFound(frontOf: FrontOf): RequestHandler {
  return async (request, response, next) => {
    if (request.path.startsWith('/api/')) return next();
    sendPage(response, <NotFoundPage front={await frontOf(request)} />, 404);
  };
}

/**
 * Faults on pages, in the words of the list: what the visitor sent is offered again where we are the reason
 * (another process or our database is away: 503) and where the form was too old; everything unexpected is a 500 that says nothing
 * of itself.
 */
export function answerFaultsWithPages(frontOf: FrontOf, log: Logger): ErrorRequestHandler {
  return async (thrown: unknown, request, response, next) => {
    // The JSON interface has its own faults (problem+json), mounted behind us.
    if (response.headersSent || request.path.startsWith('/api/')) return next(thrown);
    const front = await frontOf(request);
    const status = statusOf(thrown);
    if (status === undefined) return sendBusyPage({ thrown, front, request, response, log });
    if (status === 404) return sendPage(response, <NotFoundPage front={front} />, status);
    if (status === 403) {
      const token = thrown instanceof StaleForm ? thrown.token : undefined;
      const sent = sentForm(request, response);
      const withoutCookie = request.headers.cookie === undefined;
      const page = <StaleFormPage front={front} sent={sent} token={token} withoutCookie={withoutCookie} />;
      return sendPage(response, page, status);
    }
    sendPage(response, <UnreadablePage front={front} tooLong={status === 413} />, status);
  };
}

function sendBusyPage(parts: {
  thrown: unknown;
  front: Front;
  request: Request;
  response: Response;
  log: Logger;
}): void {
  const { thrown, front, request, response, log } = parts;
  const away = thrown instanceof ServiceFault ? thrown.service : undefined;
  const isPassing = databaseAway(thrown) || databaseBusy(thrown);
  const { requestId } = response.locals;
  const where = { requestId, method: request.method, route: request.route?.path };
  if (thrown instanceof ServiceFault && isOutage(thrown)) noteOutage(thrown, log, where);
  else if (thrown instanceof ServiceFault)
    log.warn({ ...where, service: thrown.service, status: thrown.status }, 'another process failed');
  else if (isPassing) log.warn({ ...where, reason: String(thrown) }, 'the database is away or busy');
  else log.error({ ...where, err: thrown }, 'a page failed');
  const comesBack = away !== undefined || isPassing;
  if (comesBack) response.setHeader('Retry-After', '5');
  const sent = sentForm(request, response);
  const page = (
    <BusyPage front={front} request={request} sent={sent} away={away} number={numberOf(requestId)} />
  );
  sendPage(response, page, comesBack ? 503 : 500);
}

/** The beginning of the request's id, as one reads it out: 7K2M-41XX. The log has the whole id. */
function numberOf(requestId: unknown): string | undefined {
  const id = typeof requestId === 'string' ? requestId.replaceAll(/[^\da-z]/gi, '').slice(0, 8) : '';
  return id.length === 8 ? `${id.slice(0, 4)}-${id.slice(4)}`.toUpperCase() : undefined;
}

const MarkedFault = z.object({ status: z.int().min(400).max(499) });

/** The status of a fault of the request; undefined for a fault of ours. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || thrown instanceof ServiceFault) return undefined;
  return MarkedFault.safeParse({ status: Reflect.get(thrown, 'status') }).data?.status;
}
