import type { Client } from '@temporalio/client';
import { type EventConsumer, type Handle, hear, startConsumer, topicsOf } from '@toshobin/events';
import type { KafkaAt, Logger } from '@toshobin/service';
import { temporalAway, temporalBusy } from '@toshobin/temporal';
import { deliverEvent } from './deliver-event.ts';
import { consumerGroup, heardFacts } from './heard-facts.ts';
import { processesOf } from './processes.ts';

/** Reads every service's facts and delivers each to the process it concerns. */
export function startBridge({
  kafka,
  client,
  log,
}: {
  kafka: KafkaAt;
  client: Client;
  log: Logger;
}): EventConsumer {
  return startConsumer({
    kafka,
    group: consumerGroup,
    topics: topicsOf(heardFacts),
    log,
    handle: tellProcesses(client, log),
  });
}

/** Delivers a fact to the process it concerns; with Temporal away it waits. */
export function tellProcesses(client: Client, log: Logger): Handle {
  return hear(
    heardFacts,
    { isAway: temporalAway, isBusy: temporalBusy },
    deliverEvent(processesOf(client), log),
  );
}
