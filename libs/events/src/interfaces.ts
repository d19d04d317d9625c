import type { CloudEvent } from '@toshobin/contracts';
import type { KafkaAt, Logger } from '@toshobin/service';

/** An event on its way: `key` keeps the events of one thing (a copy, a parcel, a reservation) in one partition. */
export interface OutgoingEvent {
  topic: string;
  key: string;
  event: CloudEvent;
  /** The step of a trace that it is a part of, in a header beside it. */
  traceparent?: string;
}

export interface Publisher {
  /** Resolves when every event is stored by all replicas; an event may be stored twice, never lost. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** For readiness: throws when the broker does not answer. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

/** Where an event was read, for logs. */
export interface EventPlace {
  topic: string;
  partition: number;
  offset: string;
  key: string;
  /** What it told of its trace. */
  traceparent?: string;
}

/**
 * Carries one event out; must be safe to repeat. Throw `NotNow` when what it needs is away, `Busy` when
 * that answers and was busy, `Poison` when the event can't be understood; anything else thrown is a fault of ours: after
 * some tries (many, when it was busy) the event's key is parked.
 */
export type Handle = (event: CloudEvent, place: EventPlace) => Promise<void>;

/** What the handler needs is away: the partition waits, keeps its order, and the event is tried again. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** What the handler needs answers and was busy. An event that meets this for ever is at fault itself. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** The event can't be understood and never will: it becomes a dead letter, and its key goes on. */
export class Poison extends Error {
  override readonly name = 'Poison';
}

export interface DeadLetter {
  topic: string;
  partition: number;
  offset: string;
  key: string;
  /** Why it could not be understood, or carried out. */
  reason: string;
  /** As it was read. */
  value: string;
  /**
   * `failed`: it met a fault of ours, and its key is parked; `behind`: its key was parked before it came. Otherwise it
   * can't be understood, and its key goes on.
   */
  parked?: 'failed' | 'behind';
}

export interface ConsumeOptions {
  /** Consumers of one group share the work; each group sees every event. */
  group: string;
  topics: readonly string[];
  handle: Handle;
  /** Told of every letter after it was put away or parked. */
  onLetter?: (letter: DeadLetter) => void;
  log: Logger;
}

export interface KafkaConsumeOptions extends ConsumeOptions {
  kafka: KafkaAt;
  /** Ends the process when the consumer hangs or can read no more, so that its supervisor starts it anew (default: exit status 1). */
  exit?: (reason: string) => void;
}

export interface EventConsumer {
  /** Resolves once the group was joined and events are being read. */
  ready(): Promise<void>;
  /** For readiness: throws when events are not being read. */
  check(): Promise<void>;
  /** Finishes the event in hand, commits and leaves the group. */
  stop(): Promise<void>;
}
