import type { Turnaround } from '@toshobin/contracts';
import type { Cell } from '../pages/csv.ts';
import type { Lending } from './statistics.page.tsx';
import { told } from './told.ts';
import { steps, stepWords, tookOf } from './turnaround.tsx';

/** 統計 as a file: a line a month and library, few as little told as on the page. */
export function statisticsLines(of: {
  lending: Lending;
  days: readonly Turnaround[];
  nameOf: (code: string) => string;
}): readonly (readonly Cell[])[] {
  const head = ['月', '受取館', '予約', '貸出', '受け取られた', '受け取られず期限切れ', 'キャンセルされた'];
  const columns = steps.flatMap((step) => [`${stepWords[step]}（平均日数）`, `${stepWords[step]}（最長）`]);
  const lines = of.lending.map((row) => {
    const own = of.days.filter(({ month, library }) => month === row.month && library === row.library);
    const counts = [row.reservations, row.loans, row.fetched, row.expired, row.cancelled].map((count) =>
      told(count).drawn === count ? count : told(count).number,
    );
    const took = steps.flatMap((step) => {
      const { mean, longest } = tookOf(own, step);
      return [mean, longest];
    });
    return [row.month, of.nameOf(row.library), ...counts, ...took];
  });
  return [[...head, ...columns], ...lines];
}
