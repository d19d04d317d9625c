import { Table } from '../pages/heads.tsx';

/** How months are named beside each other: with their year where one of them comes twice. */
export function monthNames(months: readonly string[]): (month: string) => string {
  const all = new Set(months);
  const isPlain = new Set([...all].map((month) => month.slice(5))).size === all.size;
  return (month) =>
    isPlain ? `${Number(month.slice(5))}月` : `${month.slice(2, 4)}/${Number(month.slice(5))}`;
}

export interface Bar {
  label: string;
  /** How long each part of the bar is, from below. */
  parts: readonly number[];
  /** What stands beside it. */
  says: string;
}

const WIDTH = 560;
const LEFT = 44;
const BOTTOM = 210;
const HIGHEST = 160;
const WIDEST = 80;

/** A round number at or above the largest whose quarters are whole numbers: nobody counts half a book. */
export function topOf(largest: number): number {
  const quarter = Math.max(1, largest / 4);
  const power = 10 ** Math.floor(Math.log10(quarter));
  const step = [1, 2, 5, 10].find((one) => one * power >= quarter) ?? 10;
  return step * power * 4;
}

/** Bars that stand side by side; what they say is also in a table below. */
export function Columns(props: { bars: readonly Bar[]; says: string }) {
  const { bars } = props;
  // One chart of a page has upper parts, so that the pattern's id is there once.
  const isStacked = bars.some(({ parts }) => parts.length > 1);
  const top = topOf(Math.max(0, ...bars.map(total)));
  const room = (WIDTH - LEFT) / Math.max(bars.length, 1);
  const height = (value: number) => Math.round((value / top) * HIGHEST * 10) / 10;
  const lines = [0, top / 4, top / 2, (top * 3) / 4, top];
  return (
    <svg viewBox={`0 0 ${WIDTH} 240`} role="img" aria-label={props.says}>
      {isStacked ? (
        <defs>
          <pattern
            id="hatch"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect class="hatch-bg" width="8" height="8" />
            <line class="hatch" x1="0" y1="0" x2="0" y2="8" />
          </pattern>
        </defs>
      ) : null}
      {lines.map((value) => (
        <g key={value}>
          <line class="grid" x1={LEFT} x2={WIDTH} y1={BOTTOM - height(value)} y2={BOTTOM - height(value)} />
          <text class="t-muted" x={LEFT - 8} y={BOTTOM - height(value) + 5} text-anchor="end">
            {value.toLocaleString('ja-JP')}
          </text>
        </g>
      ))}
      {bars.map((bar, n) => {
        const wide = Math.min(room * 0.7, WIDEST);
        const x = LEFT + n * room + (room - wide) / 2;
        let below = 0;
        return (
          <g key={bar.label}>
            {bar.parts.map((part, at) => {
              below += part;
              return (
                <rect
                  key={`${bar.label} ${at}`}
                  class={at === 0 ? 'a' : 'b'}
                  {...(at === 0 ? {} : { fill: 'url(#hatch)' })}
                  x={x}
                  y={BOTTOM - height(below)}
                  width={wide}
                  height={height(part)}
                />
              );
            })}
            <text x={x + wide / 2} y={BOTTOM - height(total(bar)) - 6} text-anchor="middle">
              {bar.says}
            </text>
            <text x={x + wide / 2} y={232} text-anchor="middle">
              {bar.label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Bars that lie below each other, with long names. */
export function Rows(props: { bars: readonly Bar[]; says: string }) {
  const { bars } = props;
  const top = Math.max(1, ...bars.map(total));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${bars.length * 34 + 6}`} role="img" aria-label={props.says}>
      {bars.map((bar, n) => {
        const width = Math.round((total(bar) / top) * 270);
        return (
          <g key={bar.label}>
            <text x={186} y={23 + n * 34} text-anchor="end">
              {bar.label.length > 13 ? `${bar.label.slice(0, 12)}…` : bar.label}
            </text>
            <rect class="a" x={196} y={7 + n * 34} width={width} height={22} />
            <text x={204 + width} y={23 + n * 34}>
              {bar.says}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function total({ parts }: Pick<Bar, 'parts'>): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

/** The same in numbers, for who does not see the picture. */
export function Numbers(props: {
  caption: string;
  columns: readonly string[];
  rows: readonly { label: string; cells: readonly string[] }[];
}) {
  return (
    <details>
      <summary>数字で見る</summary>
      <Table class="s-table" caption={props.caption} of={props.columns}>
        {props.rows.map(({ label, cells }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {cells.map((cell, at) => (
              <td key={`${label} ${at}`} class="n">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </details>
  );
}
