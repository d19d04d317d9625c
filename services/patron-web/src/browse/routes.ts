import { patronWebApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { readAsked } from '../search/asked.ts';
import { find } from '../search/find.ts';
import { readOwn } from '../search/own-titles.ts';
import { BrowsePage, ClassPage } from './browse.page.tsx';

const Ndc = z.string().regex(/^[0-9]{1,3}$/);
/** A page of a list, tolerantly: nonsense is the first. */
const Page = z.coerce.number().int().min(1).max(50).catch(1);

/** The classes of the NDC, from the ten down to the titles of one. */
export function mountBrowse(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { publicUrl } = deps.setting;
  routes.page('/browse', 'public', async (call) => {
    const [frame, answer] = await Promise.all([frameOf(deps, call), deps.catalog.classes({ query: {} })]);
    if (!answer.ok) pageFault(404);
    sendPage(call.response, h(BrowsePage, { frame, classes: answer.value.classes, publicUrl }));
  });
  routes.page('/browse/:ndc', 'public', async (call) => {
    const read = Ndc.safeParse(call.request.params.ndc);
    if (!read.success) pageFault(404);
    const ndc = read.data;
    const page = Page.parse(call.request.query.page);
    // The titles of a class are a search of its own, the newest first.
    const asked = { ...readAsked({ ndc, order: 'newest' }), page };
    const [frame, classes, found, own] = await Promise.all([
      frameOf(deps, call),
      // A section has no classes below it: its siblings name it.
      deps.catalog.classes({ query: { under: ndc.slice(0, 2) } }),
      find(deps, asked),
      readOwn(deps, call.visit),
    ]);
    if (!classes.ok) pageFault(404);
    const { above, classes: listed } = classes.value;
    const own3 = ndc.length === 3 ? listed.find((one) => one.ndc === ndc) : undefined;
    const name = own3?.name ?? above.at(-1)?.name ?? ndc;
    const props = {
      ...{ frame, ndc, name, found, publicUrl },
      above: above.filter((one) => one.ndc !== ndc),
      below: ndc.length === 3 ? [] : listed,
      own,
    };
    sendPage(call.response, h(ClassPage, props));
  });
  routes.api(patronWebApi.classes, 'public', ({ query }) => deps.catalog.classes({ query }));
}
