import type { Admission, ReservationRequest, reservationProcess } from '@toshobin/contracts';
import type { Decision, Instant, Outcome } from '@toshobin/lending-rules';
import type { Processes } from '../facts/processes.ts';

/** A patron's wish; asked again with its id it is the same one. */
export interface AskedWish {
  reservationId: string;
  name: keyof typeof reservationProcess.updates;
  wish: unknown;
  id: string;
}

/** `cutOff`: the process was ended before it answered; `closed`: it had come to its end. */
export type WishAnswer<V> = Decision<V> | 'notYet' | 'closed' | 'cutOff';

/** Where the processes of a library in test run. */
export interface Engine {
  processes: Processes;
  /** The moment by the engine's clock, which only moves forward. */
  now(): Promise<Instant>;
  /** Lets a period (ISO 8601) pass in no time; timers within it fire in their order. */
  pass(duration: string): Promise<void>;
  /** Waits until nothing moves. */
  settle(): Promise<void>;
  /** `notYet`: the process came to its end before it answered. */
  admit(request: ReservationRequest): Promise<Admission | 'notYet'>;
  ask<V>(wish: AskedWish): Promise<WishAnswer<V>>;
  outcomeOf(reservationId: string): Promise<Outcome>;
}

/** The owners' commands, by their task queue and name. */
export type Commands = (queueAndName: string, argument: never) => Promise<unknown>;
