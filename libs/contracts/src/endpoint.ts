import type { RefusalCode } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * One HTTP operation as both ends see it: the server validates with these schemas, the client is typed by
 * them, and the OpenAPI document is made from them. Verbs only: nobody sets a status.
 */
export interface Endpoint<P, Q, B, A> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express path, e.g. `/records/:recordId`. */
  path: string;
  summary: string;
  params: z.ZodType<P>;
  query: z.ZodType<Q>;
  body: z.ZodType<B>;
  answer: z.ZodType<A>;
  /** The refusals of rules this operation may answer with, beside faults of input. */
  refusals: readonly RefusalCode[];
}

/** For operations without parameters or query: anything sent there is refused. */
export const nothing: z.ZodType<Record<string, never>> = z.record(z.string(), z.never());
/** For operations without a body. */
export const noBody: z.ZodType<undefined> = z.undefined();

/** Describes an operation; only the refusals may be left out. */
export function endpoint<P, Q, B, A>(
  parts: Omit<Endpoint<P, Q, B, A>, 'refusals'> & { refusals?: readonly RefusalCode[] },
): Endpoint<P, Q, B, A> {
  return { ...parts, refusals: parts.refusals ?? [] };
}

/** What a list of operations holds: enough to describe each of them. */
export type AnyEndpoint = Omit<Endpoint<unknown, unknown, unknown, unknown>, never>;
