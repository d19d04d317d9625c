import type { Endpoint } from '@toshobin/contracts';
import type { Decision, Refusal } from '@toshobin/lending-rules';
import { type HandlerInput, problem, refusalProblem, sendProblem, serve } from '@toshobin/service';
import type { Express, Request, RequestHandler, Response } from 'express';
import { sameOrigin, saysSameOrigin } from '../forms/check-origin.ts';
import { PageFault, StaleForm } from '../forms/page-fault.ts';
import { type FormBody, formOf, readFormBytes } from '../forms/read-form.ts';
import type { Sessions, Visit } from '../sessions/sessions.ts';

/** One line of the table: who may use an address is said where it is mounted, and nothing is mounted without. */
export interface RouteEntry<A> {
  method: string;
  path: string;
  access: A;
  kind: 'page' | 'form' | 'api' | 'file';
}

/** Who may come in, and where a visitor who may not is sent. */
export interface Access<A, P> {
  /** Default deny: only `ok` admits. `status` is for the JSON interface: 401 (sign in) or 403. */
  admit(
    access: A,
    principal: P | undefined,
  ): { ok: true } | { ok: false; status: 401 | 403; refusal?: Refusal };
  /**
   * The page for a visitor who may not come in: usually a redirect to where it can be mended. A form that was sent
   * is in `response.locals.form`, if a page of ours sent it.
   */
  turnAway(
    request: Request,
    response: Response,
    principal: P | undefined,
    visit: Visit<P>,
  ): Promise<void> | void;
}

export interface PageCall<P> {
  visit: Visit<P>;
  request: Request;
  response: Response;
}

/** All addresses of one front. A page, a form or an operation gets in by naming who may use it. */
export class RouteTable<A, P> {
  readonly list: RouteEntry<A>[] = [];
  readonly #parts: {
    app: Express;
    sessions: Sessions<P>;
    access: Access<A, P>;
    publicUrl: string;
    /** What a refusal's sentence needs beside its own values. */
    refusalWords: Readonly<Record<string, string>>;
  };

  constructor(parts: {
    app: Express;
    sessions: Sessions<P>;
    access: Access<A, P>;
    publicUrl: string;
    refusalWords: Readonly<Record<string, string>>;
  }) {
    this.#parts = parts;
  }

  /** A page: GET, changes nothing. */
  page(path: string, access: A, draw: (call: PageCall<P>) => Promise<void> | void): void {
    this.list.push({ method: 'get', path, access, kind: 'page' });
    const { app } = this.#parts;
    app.get(path, this.#guardPage(access), (request, response) => draw(this.#call(request, response)));
  }

  /**
   * A form: POST, urlencoded, from a page of ours (origin and token), then the handler. One whose token is not its
   * visitor's is offered again if the browser says that a page of ours sent it; `answerStale` answers in place of that
   * where nothing was filled in.
   */
  form(
    path: string,
    access: A,
    carryOut: (call: PageCall<P> & { form: FormBody }) => Promise<void> | void,
    answerStale?: (call: PageCall<P>) => Promise<void> | void,
  ): void {
    this.list.push({ method: 'post', path, access, kind: 'form' });
    const { app, sessions, publicUrl } = this.#parts;
    const fromOurselves: RequestHandler = (request, _response, next) =>
      next(sameOrigin(request, publicUrl) ? undefined : new PageFault(403));
    const readForm: RequestHandler = (request, response, next) => {
      const form = formOf(request);
      const token = typeof form._token === 'string' ? form._token : undefined;
      const visit = sessions.visit(request);
      const own = visit.isOwnForm(token);
      // What somebody filled in is not offered to whoever has signed in after them.
      const shown = own || !visit.principal || !visit.isOfAnother(token);
      if (shown && (own || saysSameOrigin(request, publicUrl))) response.locals.form = form;
      response.locals.own = own;
      next();
    };
    const guard = this.#guardPage(access);
    app.post(path, fromOurselves, readFormBytes, readForm, guard, (request, response) => {
      const form: FormBody | undefined = response.locals.form;
      if (form === undefined || response.locals.own !== true) {
        if (answerStale) return answerStale(this.#call(request, response));
        throw new StaleForm(form ? sessions.visit(request).formToken() : undefined);
      }
      return carryOut({ ...this.#call(request, response), form });
    });
  }

  /** An operation of the JSON interface. */
  api<P1, Q, B, A1>(
    endpoint: Endpoint<P1, Q, B, A1>,
    access: A,
    carryOut: (input: HandlerInput<P1, Q, B> & { visit: Visit<P> }) => Promise<Decision<A1>>,
  ): void {
    this.list.push({ method: endpoint.method, path: endpoint.path, access, kind: 'api' });
    const { app, sessions } = this.#parts;
    app[endpoint.method](endpoint.path, this.#guardApi(endpoint.method, access));
    serve(app, endpoint, async (input) => {
      const decision = await carryOut({ ...input, visit: sessions.visit(input.request) });
      return decision.ok ? decision : { ok: false, refusal: this.#filled(decision.refusal) };
    });
  }

  /** A file for everybody the access admits, such as a style sheet. */
  file(path: string, access: A, send: RequestHandler): void {
    this.list.push({ method: 'get', path, access, kind: 'file' });
    this.#parts.app.get(path, this.#guardPage(access), send);
  }

  #call(request: Request, response: Response): PageCall<P> {
    return { visit: this.#parts.sessions.visit(request), request, response };
  }

  #guardPage(access: A): RequestHandler {
    return (request, response, next) => {
      const visit = this.#parts.sessions.visit(request);
      if (this.#parts.access.admit(access, visit.principal).ok) return next();
      return this.#parts.access.turnAway(request, response, visit.principal, visit);
    };
  }

  #guardApi(method: string, access: A): RequestHandler {
    return (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      if (method !== 'get' && !sameOrigin(request, this.#parts.publicUrl)) {
        return sendProblem(response, problem(403, 'The request comes from another site'));
      }
      const { principal } = this.#parts.sessions.visit(request);
      const admitted = this.#parts.access.admit(access, principal);
      if (admitted.ok) return next();
      const { status, refusal } = admitted;
      if (!refusal) return sendProblem(response, problem(status, 'This account may not do that'));
      sendProblem(response, { ...refusalProblem(this.#filled(refusal)), status });
    };
  }

  #filled(refusal: Refusal): Refusal {
    return { code: refusal.code, values: { ...this.#parts.refusalWords, ...refusal.values } };
  }
}
