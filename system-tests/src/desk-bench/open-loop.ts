import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '@toshobin/bench';

/** One request of an open loop, timed from the moment for which it was scheduled, whenever it really left. */
export interface Answered<T> {
  /** Milliseconds; a wait for the one before at the same terminal is part of it. */
  ms: number;
  /** What it was answered; a fault as it was thrown. */
  answer: { ok: true; value: T } | { ok: false; fault: unknown };
}

export interface Scheduled<T> {
  /** Milliseconds from the beginning. */
  at: number;
  /** Who sends it: one at a time, in order. */
  by: unknown;
  send: () => Promise<T>;
}

/** Moments of so many a second on average, as independent people come (a Poisson process). */
export function arrivals(random: Seeded, perSecond: number, seconds: number): number[] {
  const moments: number[] = [];
  for (let at = gap(random, perSecond); at < seconds * 1000; at += gap(random, perSecond)) moments.push(at);
  return moments;
}

function gap(random: Seeded, perSecond: number): number {
  return (-Math.log(1 - random.next()) / perSecond) * 1000;
}

/** Milliseconds from some moment on, and a wait for some. */
interface Clock {
  now(): number;
  wait(ms: number): Promise<void>;
}

const machineClock: Clock = { now: () => performance.now(), wait: (ms) => wait(ms) };

/** Sends everything at its moment, however long the answers take, and waits for the last answer. */
export async function runOpenLoop<T>(
  schedule: readonly Scheduled<T>[],
  clock: Clock = machineClock,
): Promise<Answered<T>[]> {
  const begun = clock.now();
  const lines = new Map<unknown, Promise<void>>();
  const answered: Answered<T>[] = [];
  for (const { at, by, send } of schedule) {
    const early = at - (clock.now() - begun);
    if (early > 0) await clock.wait(early);
    const before = lines.get(by) ?? Promise.resolve();
    const line = before.then(async () => {
      const answer = await settled(send);
      answered.push({ ms: clock.now() - begun - at, answer });
    });
    lines.set(by, line);
  }
  await Promise.all(lines.values());
  return answered;
}

async function settled<T>(send: () => Promise<T>): Promise<Answered<T>['answer']> {
  try {
    return { ok: true, value: await send() };
  } catch (fault) {
    return { ok: false, fault };
  }
}
