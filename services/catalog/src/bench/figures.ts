import { type Figure, figure, percentile } from '@toshobin/bench';
import type { Wrong } from './check-answers.ts';
import { type QueryKind, queryKinds } from './make-queries.ts';
import type { MeasuredQuery } from './measure.ts';

/** The goals for all queries, from Groonga's figure: p50 at most 3 ms above, p95 at most 1.5 times, p99 below. */
const goals: Record<number, (floor: number) => number> = {
  50: (floor) => floor + 3,
  95: (floor) => floor * 1.5,
  99: (floor) => floor,
};

/**
 * p50, p95 and p99 of all queries and of each kind, a query's time being the median of its rounds; and of all once more
 * with its fastest round (`best`), which on a busy machine is nearer to the work itself.
 */
export function timeFigures(measured: readonly MeasuredQuery[]): Figure[] {
  const kinds: ('all' | QueryKind)[] = ['all', ...Object.keys(queryKinds).filter(isKind)];
  const median = (times: readonly number[]) => percentile(times, 50);
  const fastest = (times: readonly number[]) => Math.min(...times);
  return [50, 95, 99].flatMap((percent) => [
    ...kinds.map((kind) => {
      const some = measured.filter(({ query }) => kind === 'all' || query.kind === kind);
      return timeFigure(`search.p${percent}.${kind}`, some, percent, median, kind === 'all');
    }),
    timeFigure(`search.best.p${percent}.all`, measured, percent, fastest, false),
  ]);
}

function timeFigure(
  name: string,
  measured: readonly MeasuredQuery[],
  percent: number,
  ofRounds: (times: readonly number[]) => number,
  asked: boolean,
): Figure {
  const value = percentile(
    measured.map(({ http }) => ofRounds(http)),
    percent,
  );
  const others = measured.filter(({ groonga }) => groonga.length > 0).map(({ groonga }) => ofRounds(groonga));
  const floor = others.length === 0 ? null : percentile(others, percent);
  return figure(name, 'ms', value, asked && floor !== null ? (goals[percent]?.(floor) ?? null) : null, floor);
}

export function clientFigures({ slowest, perSecond }: { slowest: number; perSecond: number }): Figure[] {
  return [
    figure('search.clients8.slowest', 'ms', slowest, 1000),
    figure('search.clients8.perSecond', 'requests/s', perSecond, null),
  ];
}

export function correctnessFigures(wrong: Wrong, missed: number): Figure[] {
  return [
    figure('search.order.wrong', 'queries', wrong.order, 0),
    figure('search.count.wrong', 'queries', wrong.count, 0),
    figure('search.facets.wrong', 'queries', wrong.facets, 0),
    figure('search.added.missed', 'records', missed, 0),
  ];
}

function isKind(name: string): name is QueryKind {
  return name in queryKinds;
}
