import type { Decision, RefusalCode } from '@toshobin/lending-rules';
import { z } from 'zod';

/**
 * What an operation needs of a schema. Every zod schema fits; its own type has a hundred members, which TypeScript
 * would compare one by one for each schema of each operation: most of the time of a check of types.
 */
export interface Schema<T> {
  /** The place where zod keeps the type that a schema gives. */
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

type Nothing = Record<string, never>;
/** For operations without parameters or query: anything sent there is refused. */
const nothing: Schema<Nothing> = z.record(z.string(), z.never());
/** For operations without a body. */
const noBody: Schema<undefined> = z.undefined();

/** A function that carries out an operation: it is given path, query and body in one, and answers or refuses. */
export type Answering<Deps, E> =
  E extends Endpoint<infer P, infer Q, infer B, infer A>
    ? (deps: Deps, asked: Sent<P> & Sent<Q> & Sent<B>) => Promise<Decision<A>>
    : never;
type Sent<T> = [T] extends [Nothing | undefined] ? unknown : T;

type Optional = 'params' | 'query' | 'body' | 'refusals';
type Parts<P, Q, B, A> = Omit<Endpoint<P, Q, B, A>, Optional> & Partial<Pick<Endpoint<P, Q, B, A>, Optional>>;
/** The description of a path's parameters, which a path with one must have: every call would else be refused. */
type ParamsOf<Path, P> = Path extends `${string}:${string}` ? { params: Schema<P> } : unknown;

/** Describes an operation. It takes no parameters, query or body but those it names, and refuses what is sent there. */
export function endpoint<A, P = Nothing, Q = Nothing, B = undefined, Path extends string = string>(
  parts: Parts<P, Q, B, A> & { path: Path } & ParamsOf<Path, P>,
): Endpoint<P, Q, B, A>;
export function endpoint(parts: Parts<unknown, unknown, unknown, unknown>): AnyEndpoint {
  return { params: nothing, query: nothing, body: noBody, refusals: [], ...parts };
}

/** The part of an operation that lists of them hold: enough to describe each. */
export type AnyEndpoint = Omit<Endpoint<unknown, unknown, unknown, unknown>, never>;

type WithoutDoor<P, Q, B, A> = Omit<Parts<P, Q, B, A>, 'method' | 'path'>;

function at(method: 'get' | 'post' | 'put') {
  function described<A, P = Nothing, Q = Nothing, B = undefined, Path extends string = string>(
    path: Path,
    parts: WithoutDoor<P, Q, B, A> & ParamsOf<Path, P>,
  ): Endpoint<P, Q, B, A>;
  function described(path: string, parts: WithoutDoor<unknown, unknown, unknown, unknown>): AnyEndpoint {
    return endpoint({ ...parts, method, path });
  }
  return described;
}

/** Describes an operation by the method and path at which it is asked. */
export const get = at('get');
export const post = at('post');
export const put = at('put');

/** What a front changes of an operation that it offers; `also`: refusals beside the owner's. */
type Otherwise<P, Q, B, A> = Partial<Omit<Endpoint<P, Q, B, A>, 'method'>> & {
  also?: readonly RefusalCode[];
};

/** An owner's operation as a front offers it to people: below `/api`, with the front's changes. */
export function offered<P, Q, B, A, P2 = P, Q2 = Q, B2 = B, A2 = A>(
  inner: Endpoint<P, Q, B, A>,
  otherwise?: Otherwise<P2, Q2, B2, A2>,
): Endpoint<P2, Q2, B2, A2>;
export function offered(
  inner: AnyEndpoint,
  { also = [], ...otherwise }: Otherwise<unknown, unknown, unknown, unknown> = {},
): AnyEndpoint {
  return { ...inner, path: `/api${inner.path}`, refusals: [...inner.refusals, ...also], ...otherwise };
}
