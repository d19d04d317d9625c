/** One way from a state to another, and what leads there as operators say it. */
interface Transition<S extends string> {
  /** Several states that the same thing leads out of. */
  from: S | readonly S[];
  to: S;
  on: string;
}

/**
 * The states of a process and the ways between them, as data: the process passes through it (`follow-chart.ts`), the
 * tests fail on a way that it does not have, and the diagram of its page is drawn from it.
 */
export interface Chart<S extends string = string> {
  /** The workflow's type. */
  workflow: string;
  /** Each state with what it means. */
  states: Readonly<Record<S, string>>;
  start: S;
  transitions: readonly Transition<S>[];
}

/** A chart whose ways name only states that it has. */
export function defineChart<const S extends string>(chart: Chart<S>): Chart<S> {
  return chart;
}

/** The states that no way leads out of. */
export function endsOf<S extends string>({ states, transitions }: Chart<S>): string[] {
  const left = new Set<string>(transitions.flatMap(({ from }) => from));
  return Object.keys(states).filter((state) => !left.has(state));
}

/** Whether the chart has a way from the one state to the other. */
export function hasTransition<S extends string>({ transitions }: Chart<S>, from: S, to: S): boolean {
  return transitions.some((way) => way.to === to && [way.from].flat().includes(from));
}

/** Whether the chart's ways lead from the one state to the other: what happens to whoever hears of the last alone. */
export function leadsTo<S extends string>(chart: Chart<S>, from: S, to: S): boolean {
  const reached = new Set([from]);
  for (const state of reached) {
    for (const way of chart.transitions) if ([way.from].flat().includes(state)) reached.add(way.to);
  }
  return reached.has(to);
}
