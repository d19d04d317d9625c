import { type catalogApi, patronWebApi } from '@toshobin/contracts';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { readOwn } from '../search/own-titles.ts';
import { NewArrivalsPage } from './new-arrivals.page.tsx';
import { newArrivalsFeed } from './new-arrivals-feed.ts';

const Page = z.coerce.number().int().min(1).max(50).catch(1);

/** What was added to the catalogue last, as a page and as a feed. */
export function mountNewArrivals(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { setting } = deps;
  routes.page('/new-arrivals', 'public', async (call) => {
    const page = Page.parse(call.request.query.page);
    const [frame, arrivals, own] = await Promise.all([
      frameOf(deps, call),
      readArrivals(deps, page),
      readOwn(deps, call.visit),
    ]);
    const props = { frame, arrivals, own, publicUrl: setting.publicUrl };
    sendPage(call.response, h(NewArrivalsPage, props));
  });
  routes.file('/new-arrivals.rss', 'public', async (_request, response) => {
    const { records } = await readArrivals(deps, 1);
    response.type('application/rss+xml; charset=utf-8').set('Cache-Control', 'public, max-age=900');
    response.send(newArrivalsFeed(setting, records));
  });
  routes.api(patronWebApi.newArrivals, 'public', ({ query }) => deps.catalog.newArrivals({ query }));
}

async function readArrivals(
  { catalog }: Pick<PatronWebDeps, 'catalog'>,
  page: number,
): Promise<z.output<typeof catalogApi.newArrivals.answer>> {
  const answer = await catalog.newArrivals({ query: { page } });
  if (!answer.ok) throw new Error(`new arrivals were refused with ${answer.refusal.code}`);
  return answer.value;
}
