import { writeFileSync } from 'node:fs';
import { chartPages } from './chart-pages.ts';

// npm run charts: draws the chart of every process into its page of the docs.

for (const { file, present, drawn } of chartPages()) {
  if (present !== drawn) writeFileSync(file, drawn);
}
