import type { Turnaround, TurnaroundStep } from '@toshobin/contracts';
import { numbers, Table } from '../pages/heads.tsx';
import { FEW } from './told.ts';

/** What each step is to staff, in the order of the way: days since the one before. */
export const stepWords: Readonly<Record<TurnaroundStep, string>> = {
  queue: '順番が来るまで',
  fetch: '棚から出すまで',
  ship: '発送するまで',
  transit: '館に着くまで',
  shelf: '受け取られるまで',
};
export const steps = [
  'queue',
  'fetch',
  'ship',
  'transit',
  'shelf',
] as const satisfies readonly TurnaroundStep[];

/** What a step took, of how many; of a few it is not told: they could be somebody. */
export interface Took {
  count: number;
  /** Days, to one decimal; none while nobody, or only a few, went that way. */
  mean: number | undefined;
  longest: number | undefined;
}

/** The days of a step over some rows. */
export function tookOf(rows: readonly Turnaround[], step: TurnaroundStep): Took {
  const own = rows.filter((row) => row.step === step);
  const count = own.reduce((sum, row) => sum + row.count, 0);
  if (count < FEW) return { count, mean: undefined, longest: undefined };
  const days = own.reduce((sum, row) => sum + row.days, 0);
  return {
    count,
    mean: Math.round((days / count) * 10) / 10,
    longest: Math.max(...own.map((row) => row.longest)),
  };
}

/** 2.5日, or that there were too few. */
function daysWords({ count, mean }: Took): string {
  if (count === 0) return '－';
  return mean === undefined ? '少数' : `${mean.toFixed(1)}日`;
}

/** かかった日数: how long each step took, by month or by library. */
export function DaysTable(props: {
  of: string;
  rows: readonly { key: string; name: string; rows: readonly Turnaround[] }[];
}) {
  return (
    // What scrolls is reached by keys, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: there is nothing in it that takes the focus
    <section class="s-scroll" aria-label={`${props.of}ごとの、かかった日数`} tabIndex={0}>
      <Table
        class="s-table"
        caption={`${props.of}ごとの、かかった日数（平均と最長）`}
        of={[props.of, ...numbers(...steps.map((step) => stepWords[step]))]}
      >
        {props.rows.map(({ key, name, rows }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {steps.map((step) => {
              const took = tookOf(rows, step);
              return (
                <td class="n" key={step}>
                  {daysWords(took)}
                  {took.longest === undefined ? null : <small class="s-sub">最長 {took.longest}日</small>}
                </td>
              );
            })}
          </tr>
        ))}
      </Table>
    </section>
  );
}
