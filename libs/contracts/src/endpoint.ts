import type { RefusalCode } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * What an operation needs of a schema. Every zod schema fits; its own type has a hundred members, which TypeScript
 * would compare one by one for each schema of each operation: most of the time of a check of types.
 */
export interface Schema<T> {
  /** Where zod says what a schema gives. */
  readonly _zod: { readonly output: T };
  parse(value: unknown): NoInfer<T>;
  safeParse(value: unknown): z.ZodSafeParseResult<NoInfer<T>>;
}

/**
 * One HTTP operation as both ends see it: the server validates with these schemas, the client is typed by
 * them, and the OpenAPI document is made from them. Verbs only: nobody sets a status.
 */
export interface Endpoint<P, Q, B, A> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Express path, e.g. `/records/:recordId`. */
  path: string;
  summary: string;
  params: Schema<P>;
  query: Schema<Q>;
  body: Schema<B>;
  answer: Schema<A>;
  /** The refusals of rules this operation may answer with, beside faults of input. */
  refusals: readonly RefusalCode[];
}

/** For operations without parameters or query: anything sent there is refused. */
export const nothing: Schema<Record<string, never>> = z.record(z.string(), z.never());
/** For operations without a body. */
export const noBody: Schema<undefined> = z.undefined();

/** Describes an operation; only the refusals may be left out. */
export function endpoint<P, Q, B, A>(
  parts: Omit<Endpoint<P, Q, B, A>, 'refusals'> & { refusals?: readonly RefusalCode[] },
): Endpoint<P, Q, B, A> {
  return { ...parts, refusals: parts.refusals ?? [] };
}

/** What a list of operations holds: enough to describe each of them. */
export type AnyEndpoint = Omit<Endpoint<unknown, unknown, unknown, unknown>, never>;
