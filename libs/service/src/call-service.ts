import type { Endpoint } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';

/** What has no required field may be left out of a call. */
type Part<K extends string, T> = undefined extends T
  ? { [key in K]?: T }
  : Record<never, never> extends T
    ? { [key in K]?: T }
    : { [key in K]: T };

export type CallInput<P, Q, B> = Part<'params', P> & Part<'query', Q> & Part<'body', B>;

export interface CallOptions {
  /** Milliseconds until the call is given up. */
  timeoutMs?: number;
  /** Passed on, so that one request can be followed through the logs of all processes. */
  requestId?: string;
}

/** Another process of ours could not be reached or answered with something that is no refusal. */
export class ServiceFault extends Error {
  readonly service: string;
  /** HTTP status of the answer; undefined when there was none (away, too slow). */
  readonly status: number | undefined;
  readonly faults: readonly { where: string; message: string }[];
  constructor(
    service: string,
    message: string,
    parts: { status?: number; faults?: readonly { where: string; message: string }[]; cause?: unknown } = {},
  ) {
    super(`${service}: ${message}`, { cause: parts.cause });
    this.name = 'ServiceFault';
    this.service = service;
    this.status = parts.status;
    this.faults = parts.faults ?? [];
  }
}

export interface ServiceClient {
  /**
   * Asks another process to carry an operation out. A refusal the endpoint names comes back as a value;
   * everything else that is not an answer is thrown as `ServiceFault`. A GET is tried once more when the
   * connection broke.
   */
  call<P, Q, B, A>(
    endpoint: Endpoint<P, Q, B, A>,
    input: CallInput<P, Q, B>,
    options?: CallOptions,
  ): Promise<Decision<A>>;
}

/** A client of the service at `baseUrl`; `name` is what faults call it (default: the address). */
export function serviceClient(
  baseUrl: string,
  token: string,
  options: { name?: string; timeoutMs?: number } = {},
): ServiceClient {
  throw new Error(`not written yet ${baseUrl} ${token} ${options.name}`);
}
