import { type CloudEvent, type EventType, type KnownEvent, readEvent, topicOf } from '@toshobin/contracts';
import { z } from 'zod';
import { inShort } from './fault-in-short.ts';
import { Busy, NotNow, Poison } from './interfaces.ts';

type EventOf<T extends EventType> = Extract<KnownEvent, { type: T }>;

/** What a service hears with; its consumer's `Handle`. */
export type Hears = (event: CloudEvent) => Promise<void>;

/**
 * How every consumer takes an event: of the types that it hears (`facts/heard-facts.ts` beside it, where the AsyncAPI
 * description reads them too); a type of a newer release, and one for others, it lets pass. Data that does not fit its
 * type can't be understood; an engine that is away has the partition wait, one that was busy for a while; any other
 * fault is ours.
 */
export function hear<T extends EventType>(
  heard: readonly T[],
  engine: { isAway(fault: unknown): boolean; isBusy(fault: unknown): boolean },
  take: (event: EventOf<T>) => Promise<void>,
): Hears {
  return async (envelope) => {
    const event = understood(envelope);
    if (!isHeard(heard, event)) return;
    try {
      await take(event);
    } catch (fault) {
      if (engine.isAway(fault))
        throw new NotNow(`what it needs is away: ${inShort(fault)}`, { cause: fault });
      if (engine.isBusy(fault)) throw new Busy(`what it needs was busy: ${inShort(fault)}`, { cause: fault });
      throw fault;
    }
  };
}

export function isHeard<T extends EventType>(
  heard: readonly T[],
  event: KnownEvent | undefined,
): event is EventOf<T> {
  return heard.some((type) => type === event?.type);
}

function understood(envelope: unknown): KnownEvent | undefined {
  try {
    return readEvent(envelope);
  } catch (fault) {
    if (fault instanceof z.ZodError) throw new Poison(z.prettifyError(fault), { cause: fault });
    throw fault;
  }
}

export function topicsOf(heard: readonly EventType[]): string[] {
  return [...new Set(heard.map(topicOf))];
}
