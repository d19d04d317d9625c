/** One line of what a bench has found; `--json` writes an array of them. */
export interface Figure {
  name: string;
  unit: string;
  value: number;
  /** The same of what is compared with, in the same run; null where there is none. */
  floor: number | null;
  ratio: number | null;
  /** What the value may be at most (or has to be at least); null where nothing is asked. */
  goal: number | null;
  met: boolean | null;
}

/** What is asked of a value: at most so much, unless it has to be at least so much. */
export type Goal = number | { atLeast: number } | null;

export function figure(
  name: string,
  unit: string,
  value: number,
  goal: Goal,
  floor: number | null = null,
): Figure {
  const asked = goal === null || typeof goal === 'number' ? goal : goal.atLeast;
  const met = asked === null ? null : typeof goal === 'number' ? value <= asked : value >= asked;
  return {
    name,
    unit,
    value: round(value),
    floor: floor === null ? null : round(floor),
    ratio: floor === null ? null : round(value / floor),
    goal: asked === null ? null : round(asked),
    met,
  };
}

/** All figures as lines of a table; `floorName` is what they are compared with. */
export function tableOf(figures: readonly Figure[], floorName: string): string {
  const rows = figures.map(({ name, unit, value, floor, ratio, goal, met }) => [
    name,
    `${value} ${unit}`,
    floor === null ? '' : `${floorName} ${floor}`,
    ratio === null ? '' : `× ${ratio.toFixed(2)}`,
    goal === null ? '' : `goal ${goal}: ${met ? 'met' : 'NOT met'}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
