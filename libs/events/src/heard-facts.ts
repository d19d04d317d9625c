import { type EventType, type KnownEvent, topicOf } from '@toshobin/contracts';

/** An event of one of these types. */
export type EventOf<T extends EventType> = Extract<KnownEvent, { type: T }>;

/**
 * Whether an event is of the types that a consumer hears; the others it lets pass. The list stands beside the
 * consumer (`facts/heard-facts.ts`), where the AsyncAPI description reads it too.
 */
export function isHeard<T extends EventType>(
  heard: readonly T[],
  event: KnownEvent | undefined,
): event is EventOf<T> {
  return heard.some((type) => type === event?.type);
}

/** The topics on which these events are. */
export function topicsOf(heard: readonly EventType[]): string[] {
  return [...new Set(heard.map(topicOf))];
}
