import type { RecordSummary } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { MagazinesPage } from './magazines.page.tsx';

/** The page of the magazines that are lent to visitors only. */
export function mountMagazines(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { publicUrl } = deps.setting;
  routes.page('/magazines', 'public', async (call) => {
    const [frame, latest] = [await frameOf(deps, call), await visitorsMagazines(deps)];
    sendPage(call.response, h(MagazinesPage, { frame, latest, publicUrl }));
  });
}

/** R4. Each with its latest issue; none while the catalog is away. */
export async function visitorsMagazines({
  catalog,
}: Pick<PatronWebDeps, 'catalog'>): Promise<readonly RecordSummary[]> {
  return (await orNone(catalog.visitorsMagazines()))?.latest ?? [];
}
