import { proxySinks, type Sinks, setCurrentDetails } from '@temporalio/workflow';
import { type Chart, hasTransition, leadsTo } from './chart.ts';

/** A state that a process entered, and from which. */
export interface ChartEntry {
  workflow: string;
  from: string;
  to: string;
  /** Whether the chart has this way. */
  declared: boolean;
}

/** Where the worker hears of every state entered; it changes no history. */
export interface ChartSinks extends Sinks {
  chart: { entered(entry: ChartEntry): void };
}

/** A process on its way through its chart. */
export interface Course<S extends string> {
  readonly state: S;
  /**
   * From now on the process is in that state; entered again, a state only changes what is told.
   *
   * @param late the process may have been in others between, unheard: several ways of the chart count as one
   */
  enter(state: S, whereAndNext?: string, late?: boolean): void;
  /** Sets what an operator reads after the state: where it is, since when, what comes next. No person, no title. */
  tell(whereAndNext: string): void;
  /** Sets what an operator reads below that until it is noted otherwise; empty: nothing. */
  note(text: string): void;
}

/** Begins at the chart's start. A way that the chart does not have throws nothing: it fails the tests' harness. */
export function followChart<S extends string>(chart: Chart<S>): Course<S> {
  const { chart: sink } = proxySinks<ChartSinks>();
  let state = chart.start;
  let told = '';
  let noted = '';
  const show = () => setCurrentDetails(`[${state}] ${told}${noted === '' ? '' : `\n\n${noted}`}`);
  const tell = (whereAndNext: string) => {
    told = whereAndNext;
    show();
  };
  tell(chart.states[state]);
  return {
    get state() {
      return state;
    },
    enter(to, whereAndNext = chart.states[to], late = false) {
      const from = state;
      state = to;
      if (from !== to) {
        const declared = late ? leadsTo(chart, from, to) : hasTransition(chart, from, to);
        sink.entered({ workflow: chart.workflow, from, to, declared });
      }
      tell(whereAndNext);
    },
    tell,
    note(text) {
      noted = text;
      show();
    },
  };
}
