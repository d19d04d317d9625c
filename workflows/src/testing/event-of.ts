import { randomUUID } from 'node:crypto';
import type { EventData, KnownEvent } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';

/** Where a port in memory tells what has happened. */
export type Emit = (event: KnownEvent) => void;

/** What any port has to publish: an event of its own, with an id. */
export function eventOf<T extends KnownEvent['type']>(
  type: T,
  data: EventData<T>,
  id: string = randomUUID(),
): KnownEvent {
  return { type, data, id, sequence: '0', time: instantFromDate(new Date()) } as KnownEvent;
}
