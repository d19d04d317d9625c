import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawChart } from '../charts/draw-chart.ts';
import { allCharts } from './all-charts.ts';

const BEGIN = '<!-- drawn from the code by npm run charts -->';
const END = '<!-- end of what is drawn -->';

/** A page of docs/workflows as it is, and as it would be with its chart drawn anew. */
interface ChartPage {
  name: string;
  file: string;
  present: string;
  drawn: string;
}

/** The pages of all processes. Throws when a page has no place for its chart. */
export function chartPages(): ChartPage[] {
  return Object.entries(allCharts).map(([name, chart]) => {
    const file = fileURLToPath(new URL(`../../../docs/workflows/${name}.md`, import.meta.url));
    const present = readFileSync(file, 'utf8');
    const [before, rest] = present.split(BEGIN);
    const after = rest?.split(END)[1];
    if (before === undefined || after === undefined) {
      throw new Error(`docs/workflows/${name}.md has no place for its chart`);
    }
    return { name, file, present, drawn: `${before}${BEGIN}\n\n${drawChart(chart)}\n\n${END}${after}` };
  });
}
