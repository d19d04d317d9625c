import { catalogApi } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import { ClassCounts } from '../classification/class-counts.ts';
import { classesUnder } from '../classification/classes-under.ts';
import { newArrivals } from '../records/new-arrivals.ts';
import { readRecord } from '../records/read-record.ts';
import { readSummaries } from '../records/read-summaries.ts';
import { visitorsMagazines } from '../records/visitors-magazines.ts';
import { volumesOf } from '../records/volumes-of.ts';
import { availabilityOf } from '../search/availability-of.ts';

/** One title with its copies, and the ways to titles without a search: what is new, and the classes. */
export function serveBrowsing(router: Router, deps: CatalogDeps & { pool: Pool }): void {
  const counts = new ClassCounts(deps.pool, deps.now);
  serve(router, catalogApi.readRecord, async ({ params }) => {
    const record = await readRecord(deps, params.recordId);
    return record === undefined ? refuse('NOT_FOUND') : allow(record);
  });
  serve(router, catalogApi.summaries, async ({ body }) =>
    allow({ records: await readSummaries(deps.pool, body.recordIds) }),
  );
  serve(router, catalogApi.volumes, ({ params }) => volumesOf(deps, params.recordId));
  serve(router, catalogApi.newArrivals, async ({ query }) => allow(await newArrivals(deps, query)));
  serve(router, catalogApi.visitorsMagazines, async () => allow({ latest: await visitorsMagazines(deps) }));
  serve(router, catalogApi.availability, async ({ query }) =>
    allow(await availabilityOf(deps.pool, query.isbn)),
  );
  serve(router, catalogApi.classes, async ({ query }) =>
    allow(classesUnder(query.under ?? '', await counts.read())),
  );
}
