import type { AnyEndpoint, Endpoint } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { CallInput, ServiceClient } from './call-service.ts';

type Asked<P, Q, B, A> =
  Record<never, never> extends CallInput<P, Q, B>
    ? (input?: CallInput<P, Q, B>) => Promise<Decision<A>>
    : (input: CallInput<P, Q, B>) => Promise<Decision<A>>;

/** Every operation of a service, under its name in the contract. */
export type Operations<Api> = {
  readonly [K in keyof Api]: Api[K] extends Endpoint<infer P, infer Q, infer B, infer A>
    ? Asked<P, Q, B, A>
    : never;
};

/** The client of the service that offers these operations, with each of them: `catalog.readCopy({ params })`. */
export function operationsOf<Api extends Readonly<Record<string, AnyEndpoint>>>(
  client: ServiceClient,
  api: Api,
): ServiceClient & Operations<Api>;
export function operationsOf(
  client: ServiceClient,
  api: Readonly<Record<string, AnyEndpoint>>,
): ServiceClient & Readonly<Record<string, unknown>> {
  const named = Object.entries(api).map(([name, operation]) => {
    const ask = (input: CallInput<unknown, unknown, unknown> = {}) => client.call(operation, input);
    return [name, ask] as const;
  });
  return { ...client, ...Object.fromEntries(named) };
}
