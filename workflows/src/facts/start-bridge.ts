import type { Client } from '@temporalio/client';
import { readEvent } from '@toshobin/contracts';
import { type EventConsumer, NotNow, Poison, startConsumer, topicsOf } from '@toshobin/events';
import type { Logger } from '@toshobin/service';
import { prettifyError, ZodError } from 'zod';
import { deliverEvent } from './deliver-event.ts';
import { heardFacts } from './heard-facts.ts';

/** Reads every service's facts and delivers each to the process it concerns. */
export function startBridge({
  brokers,
  client,
  log,
}: {
  brokers: readonly string[];
  client: Client;
  log: Logger;
}): EventConsumer {
  const deliver = deliverEvent(client, log);
  return startConsumer({
    brokers,
    group: 'bridge',
    topics: topicsOf(heardFacts),
    log,
    handle: async (envelope) => {
      const event = understood(envelope);
      if (!event) return;
      try {
        await deliver(event);
      } catch (fault) {
        throw new NotNow('Temporal does not take the signal', { cause: fault });
      }
    },
  });
}

/** A type of a newer release is passed over; data that doesn't fit its type is a dead letter. */
function understood(envelope: unknown) {
  try {
    return readEvent(envelope);
  } catch (fault) {
    if (fault instanceof ZodError) throw new Poison(prettifyError(fault), { cause: fault });
    throw fault;
  }
}
