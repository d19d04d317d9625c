import { type Endpoint, ProblemSchema, readKnown } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { noteAnswer } from './note-outage.ts';
import { Patience } from './patience.ts';
import { NotSent, type Received, sendRequest, TooLate } from './send-request.ts';
import { ServiceFault } from './service-fault.ts';
import { traced } from './tracing.ts';

/** What has no required field may be left out of a call. */
type Part<K extends string, T> = undefined extends T
  ? { [key in K]?: T }
  : Record<never, never> extends T
    ? { [key in K]?: T }
    : { [key in K]: T };

export type CallInput<P, Q, B> = Part<'params', P> & Part<'query', Q> & Part<'body', B>;

interface CallOptions {
  /** Milliseconds until the call is given up. */
  timeoutMs?: number;
  /** Passed on, so that one request can be followed through the logs of all processes. */
  requestId?: string;
}

export interface ServiceClient {
  /**
   * Asks another process to carry an operation out. A refusal the endpoint names comes back as a value;
   * everything else that is not an answer is thrown as `ServiceFault`. It is tried once more when there was no
   * connection, and a GET when that broke.
   */
  call<P, Q, B, A>(
    endpoint: Endpoint<P, Q, B, A>,
    input: CallInput<P, Q, B>,
    options?: CallOptions,
  ): Promise<Decision<A>>;
}

const TIMEOUT_MS = 5_000;

/** A client of the service at `baseUrl`; `name` is what faults call it (default: the address). */
export function serviceClient(
  baseUrl: string,
  token: string,
  options: { name?: string; timeoutMs?: number } = {},
): ServiceClient {
  const service = options.name ?? new URL(baseUrl).host;
  const patience = new Patience();
  return {
    async call(endpoint, input, callOptions = {}) {
      const parts: { params?: unknown; query?: unknown; body?: unknown } = input;
      const url = addressOf(baseUrl, endpoint.path, parts.params, parts.query);
      const mostMs = callOptions.timeoutMs ?? options.timeoutMs ?? TIMEOUT_MS;
      // Whoever has another time of its own says nothing of how long the service may be waited for.
      const isLook = endpoint.method === 'get' && callOptions.timeoutMs === undefined;
      const timeoutMs = isLook ? patience.forLook(mostMs) : mostMs;
      const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
      const method = endpoint.method.toUpperCase();
      const step = {
        name: `ask ${service} ${method} ${endpoint.path}`,
        kind: 'CLIENT',
        partOf: 'now',
      } as const;
      const ask = () =>
        traced(step, async ({ traceparent, tell }) => {
          const headers = headersOf(token, body, { 'x-request-id': callOptions.requestId, traceparent });
          const send = () => sendRequest(url, { method, headers, body, timeoutMs });
          const response = await sendPerhapsTwice(send, endpoint.method === 'get');
          tell({ 'peer.service': service, 'http.response.status_code': response.status });
          return response;
        });
      try {
        const response = await ask();
        patience.answered();
        if (response.status <= 500) noteAnswer(service);
        return readAnswer(service, endpoint, response);
      } catch (fault) {
        if (fault instanceof ServiceFault) throw fault;
        if (fault instanceof TooLate && isLook) patience.ranOut();
        throw new ServiceFault(service, fault instanceof TooLate ? fault.message : 'could not be reached', {
          cause: fault,
        });
      }
    },
  };
}

/**
 * What the other side has not heard is sent again, and so is a GET, which changes nothing, over another connection than one that
 * broke: of two of a service one may just have ended.
 */
async function sendPerhapsTwice(send: () => Promise<Received>, harmless: boolean): Promise<Received> {
  try {
    return await send();
  } catch (fault) {
    if (fault instanceof TooLate || !(harmless || fault instanceof NotSent)) throw fault;
    return await send();
  }
}

function readAnswer<P, Q, B, A>(
  service: string,
  endpoint: Endpoint<P, Q, B, A>,
  { status, text }: Received,
): Decision<A> {
  if (status >= 200 && status < 300) {
    const answer = readKnown(endpoint.answer, text === '' ? undefined : jsonOf(text));
    if (answer.success) return { ok: true, value: answer.data };
    throw new ServiceFault(service, 'answered something else than was agreed', {
      status,
      faults: answer.error.issues.map((issue) => ({ where: issue.path.join('.'), message: issue.message })),
    });
  }
  const problem = ProblemSchema.safeParse(jsonOf(text));
  if (!problem.success) throw new ServiceFault(service, 'failed', { status });
  const code = endpoint.refusals.find((known) => known === problem.data.code);
  if (code === undefined) {
    const { title, faults = [] } = problem.data;
    throw new ServiceFault(service, title, { status, faults });
  }
  const { values } = problem.data;
  return { ok: false, refusal: values === undefined ? { code } : { code, values } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf(
  token: string,
  body: string | undefined,
  said: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json, application/problem+json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
}

/** `/records/:recordId` with its parameters filled in and the query appended; what is undefined is left out. */
function addressOf(baseUrl: string, path: string, params: unknown, query: unknown): string {
  const given = new Map(entriesOf(params));
  const filled = path.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = given.get(name);
    if (value === undefined || value === '') throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  const tail = search.toString();
  return `${baseUrl.replace(/\/$/, '')}${filled}${tail === '' ? '' : `?${tail}`}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
