import { catalogApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { ndcClassName } from '../classification/class-names.ts';
import { readSubjects } from '../classification/classes-of-subject.ts';
import { summarise } from '../records/summarise.ts';
import type { SearchPool } from '../search/search-pool.ts';
import { searchRecords } from '../search/search-records.ts';
import { suggest } from '../search/suggest.ts';

const PAGE_SIZE = 20;

/** The search, for everybody. */
export function serveRecords(router: Router, deps: { searchPool: SearchPool }): void {
  readSubjects();
  serve(router, catalogApi.suggestions, async ({ query }) =>
    allow({ suggestions: await suggest(deps.searchPool, query.q) }),
  );
  serve(router, catalogApi.searchRecords, async ({ query }) => {
    const { q, reservableOnly, onShelfOnly, ...asked } = query;
    const result = await searchRecords(deps.searchPool, {
      ...asked,
      text: q,
      pageSize: PAGE_SIZE,
      reservableOnly: reservableOnly === 'true',
      onShelfOnly: onShelfOnly === 'true',
    });
    const { total, capped, page, pageSize, facets, understood = null } = result;
    const named = (ndc: string) => ({ ndc, name: ndcClassName(ndc) });
    const subjectClasses = result.classes.map(named);
    const namedClasses = result.namedClasses.map(named);
    const records = result.records.map((record) => {
      const { onShelf, copies, waiting } = record;
      return { ...summarise(record), onShelf, copies, waiting };
    });
    return allow({
      total,
      capped,
      page,
      pageSize,
      subjectClasses,
      namedClasses,
      understood,
      facets,
      records,
    });
  });
}
