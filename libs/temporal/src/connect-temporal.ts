import { Client, Connection } from '@temporalio/client';
import { isTraced, type TemporalAt } from '@toshobin/service';
import { reachingTemporal } from './reaching-temporal.ts';
import { tracedMessages } from './traced-messages.ts';

export interface TemporalLink {
  client: Client;
  /** Whether the server answers within a second and knows the namespace. */
  isUp(): Promise<boolean>;
  /** For readiness: throws when the server is away. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds the server has to answer the question whether it is there. */
const ANSWER_MS = 1_000;

/** A client that may be made while the server is away: it connects at the first call, and anew after every outage. */
export function connectTemporal(at: TemporalAt): TemporalLink {
  const { namespace } = at;
  const connection = Connection.lazy({
    ...reachingTemporal(at),
    channelArgs: {
      // The default waits up to two minutes between tries after a long outage.
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 2_000,
    },
  });
  const interceptors = isTraced() ? { interceptors: { workflow: [tracedMessages] } } : {};
  const client = new Client({ connection, namespace, ...interceptors });
  const check = async () => {
    await client.withDeadline(Date.now() + ANSWER_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  };
  return {
    client,
    check,
    isUp: () =>
      check().then(
        () => true,
        () => false,
      ),
    close: () => connection.close(),
  };
}
