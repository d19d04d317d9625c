import { type Figure, figure, percentile } from '@toshobin/bench';
import { type ScanDone, type ScanKind, scanKinds } from './desk-day.ts';
import { type LookKind, lookKinds } from './find-from-desks.ts';
import type { Answered } from './open-loop.ts';

/** What is asked of the desk's answer: p95 in milliseconds, and times that of a bare INSERT … COMMIT in the same run. */
export const goals = { p95: 250, ratio: 3, perSecond: 10, lookP95: 200 } as const;

export interface Measured {
  /** Form and the page with the answer that follows. */
  pages: readonly Answered<ScanDone>[];
  json: readonly Answered<ScanDone>[];
  /** One INSERT … COMMIT behind one request. */
  bare: readonly Answered<void>[];
  /** The requests, statements and commits of a return on a page, without anything else. */
  shape: readonly Answered<void>[];
  /** The search box with the page that it leads to, and 今日の仕事. */
  looks: readonly Answered<LookKind>[];
}

/** All figures of the measured time; what was never answered counts as failed, not as fast. */
export function deskFigures({ pages, json, looks, ...floor }: Measured): Figure[] {
  const times = (answered: readonly Answered<unknown>[]) => answered.map(({ ms }) => ms);
  const bare = (percent: number) => percentile(times(floor.bare), percent);
  const p95 = percentile(times(pages), 95);
  const ofKind = (kind: ScanKind) => pages.filter(({ answer }) => answer.ok && answer.value.kind === kind);
  const forms = pages.flatMap(({ answer }) => (answer.ok ? [answer.value.postMs] : []));
  const all = [...pages, ...json];
  return [
    figure('desk.answer.p50', 'ms', percentile(times(pages), 50), null, bare(50)),
    figure('desk.answer.p95', 'ms', p95, goals.p95, bare(95)),
    figure('desk.answer.p95.ratio', 'times', p95 / bare(95), goals.ratio),
    figure('desk.answer.p99', 'ms', percentile(times(pages), 99), null, bare(99)),
    ...scanKinds
      .map((kind) => ({ kind, some: ofKind(kind) }))
      .filter(({ some }) => some.length > 0)
      .map(({ kind, some }) =>
        figure(`desk.answer.p95.${kind}`, 'ms', percentile(times(some), 95), null, bare(95)),
      ),
    figure('desk.form.p95', 'ms', percentile(forms, 95), null, bare(95)),
    ...[50, 95, 99].map((percent) =>
      figure(`desk.json.p${percent}`, 'ms', percentile(times(json), percent), null, bare(percent)),
    ),
    ...[50, 95].map((percent) =>
      figure(`desk.shape.p${percent}`, 'ms', percentile(times(floor.shape), percent), null, bare(percent)),
    ),
    ...lookKinds
      .map((kind) => ({ kind, some: looks.filter(({ answer }) => answer.ok && answer.value === kind) }))
      .filter(({ some }) => some.length > 0)
      .map(({ kind, some }) =>
        figure(`desk.look.p95.${kind}`, 'ms', percentile(times(some), 95), goals.lookP95),
      ),
    figure('desk.looks', 'looks', looks.length, null),
    figure('desk.looks.failed', 'looks', looks.filter(({ answer }) => !answer.ok).length, 0),
    figure('desk.scans', 'scans', all.length, null),
    figure('desk.scans.failed', 'scans', all.filter(({ answer }) => !answer.ok).length, 0),
    figure(
      'desk.scans.refused',
      'scans',
      all.filter(({ answer }) => answer.ok && answer.value.refused).length,
      0,
    ),
  ];
}

/** Whether a rate is held: nearly everybody is answered in time, nobody fails, and the last scan is not waited for. */
export function holds(answered: readonly Answered<unknown>[], lateMs: number): boolean {
  const p95 = percentile(
    answered.map(({ ms }) => ms),
    95,
  );
  return answered.every(({ answer }) => answer.ok) && p95 <= goals.p95 && lateMs <= 1000;
}
