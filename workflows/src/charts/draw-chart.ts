import { type Chart, endsOf } from './chart.ts';

/** A chart as a Mermaid state diagram, with a table of what its states mean. The same chart gives the same text. */
export function drawChart(chart: Chart): string {
  const ways = new Map<string, string[]>();
  for (const { from, to, on } of chart.transitions) {
    for (const one of [from].flat()) {
      const way = `${one} --> ${to}`;
      ways.set(way, [...(ways.get(way) ?? []), on]);
    }
  }
  const lines = [
    'stateDiagram-v2',
    `[*] --> ${chart.start}`,
    ...[...ways].map(
      ([way, reasons]) => `${way}: ${reasons.join('; ').replaceAll(':', ' –').replaceAll(';', ',')}`,
    ),
    ...endsOf(chart).map((end) => `${end} --> [*]`),
  ];
  const states = Object.entries(chart.states).map(([state, meaning]) => `- \`${state}\`: ${meaning}`);
  return ['```mermaid', ...lines, '```', '', ...states].join('\n');
}
