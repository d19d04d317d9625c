import { catalogApi, type ImportLine, type ImportRun } from '@toshobin/contracts';
import { allow, instant, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';

const run: ImportRun = {
  ...{ id: 3, source: 'ndl', file: 'ndl-2026-11.mrc', read: 250_000, added: 249_396, changed: 0 },
  ...{ unchanged: 0, withdrawn: 0, refused: 604 },
  begunAt: instant('2026-11-24T01:00:00Z'),
  wentOnAt: instant('2026-11-24T01:02:00Z'),
  endedAt: instant('2026-11-24T01:02:00Z'),
};
const halfway = {
  ...run,
  id: 4,
  file: 'ndl-2026-12.mrc',
  read: 2_000,
  added: 2_000,
  refused: 0,
  endedAt: null,
};

function line(place: number): ImportLine {
  const reason = 'ディレクトリが壊れています';
  return { id: String(place), place, line: null, number: null, reason, what: `=${place}` };
}

/** Files that were read into the catalogue: one with 604 broken records, and one that is still read. */
export function importedFiles(): Fake[] {
  return [
    { operation: catalogApi.imports, answer: () => allow({ runs: [halfway, run] }) },
    {
      operation: catalogApi.readImport,
      answer: ({ params, query }) => {
        if (Object(params).runId !== run.id) return refuse('NOT_FOUND');
        const from = Number(Object(query).after);
        const lines = Array.from({ length: Math.min(500, run.refused - from) }, (_, n) => line(from + n + 1));
        const reasons = [{ reason: line(1).reason, lines: run.refused }];
        return allow({ run, reasons, lines, more: from + lines.length < run.refused });
      },
    },
  ];
}
