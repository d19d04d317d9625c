import type { Endpoint } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { type CallInput, refuseUnstorable, type ServiceClient, ServiceFault } from '@toshobin/service';

/** What a fake answers to one operation; its answers pass the operation's own schema. */
export interface Fake {
  operation: { method: string; path: string };
  answer: (input: { params?: unknown; query?: unknown; body?: unknown }) => Decision<unknown>;
}

/** A service in the same process, for pages that only need data; an operation without an answer is away, and all while it is said to be. */
export function fakeService(
  name: string,
  fakes: readonly Fake[],
  isAway: () => boolean = () => false,
): ServiceClient {
  return {
    async call<P, Q, B, A>(endpoint: Endpoint<P, Q, B, A>, input: CallInput<P, Q, B>): Promise<Decision<A>> {
      const fake = fakes.find(
        ({ operation }) => operation.method === endpoint.method && operation.path === endpoint.path,
      );
      if (!fake || isAway()) throw new ServiceFault(name, 'could not be reached');
      const sent: { params?: unknown; query?: unknown; body?: unknown } = input;
      // What would not pass on the wire must not pass here either; what passes arrives as the contract reads it.
      const given = {
        params: endpoint.params.parse(sent.params ?? {}),
        query: endpoint.query.parse(sent.query ?? {}),
        body: endpoint.body.parse(sent.body),
      };
      if (refuseUnstorable('input', given).length > 0) throw new ServiceFault(name, 'answered 422');
      const decision = fake.answer(given);
      return decision.ok ? { ok: true, value: endpoint.answer.parse(decision.value) } : decision;
    },
  };
}
