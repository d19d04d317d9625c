import { catalogApi, patronWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { ResultsPage, TopPage } from './search.page.tsx';

/** A search from a page is tolerant: what makes no sense counts as not given. */
const SearchQuery = z.object({
  q: z.string().trim().catch(''),
  page: z.coerce.number().int().min(1).max(50).catch(1),
});

export function mountSearch(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/', 'public', async (call) => {
    sendPage(call.response, h(TopPage, { frame: await frameOf(deps, call) }));
  });
  routes.page('/search', 'public', async (call) => {
    const read = SearchQuery.parse({ ...call.request.query });
    const q = read.q
      .replaceAll('\0', '')
      .replaceAll(/\p{Surrogate}/gu, '')
      .slice(0, 200);
    const found = await deps.catalog.call(catalogApi.searchRecords, { query: { q, page: read.page } });
    if (!found.ok) throw new Error(`a search was refused with ${found.refusal.code}`);
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(ResultsPage, { frame, q, found: found.value }));
  });
  routes.api(patronWebApi.searchRecords, 'public', ({ query }) =>
    deps.catalog.call(catalogApi.searchRecords, { query }),
  );
  routes.api(patronWebApi.libraries, 'public', async () => allow(await deps.libraries.list()));
}
