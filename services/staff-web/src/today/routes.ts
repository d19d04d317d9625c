import {
  catalogApi,
  type ParcelDirection,
  type ParcelStateSchema,
  shippingApi,
  TaskOwnerSchema,
} from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { type Tile, TodayPage } from './today.page.tsx';

/** The number, or none while the service that knows it is away: the page is there all the same. */
async function counted<T>(
  asked: Promise<Decision<T>>,
  count: (value: T) => number,
): Promise<number | undefined> {
  try {
    const answer = await asked;
    return answer.ok ? count(answer.value) : undefined;
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}

async function tilesFor(deps: StaffWebDeps, staff: Staff): Promise<Tile[]> {
  const { catalog, shipping } = deps;
  const parcels = (
    state: z.output<typeof ParcelStateSchema>,
    direction: ParcelDirection,
    of?: { library: Staff['library'] },
  ) =>
    counted(
      shipping.call(shippingApi.listParcels, { query: { state, direction, ...of } }),
      // An empty parcel waits for nothing: it was opened by mistake, or its copies were taken out.
      (found) => found.parcels.filter(({ lines }) => lines.length > 0).length,
    );
  if (staff.role === 'operator') return [];
  const toReturn = counted(
    catalog.call(catalogApi.copiesToReturn, { query: { library: staff.library } }),
    (list) => list.rows.length,
  );
  // What the services that could be asked know of; none of them: no number.
  const attention = listTasks(deps, staff).then(({ tasks, away }) =>
    away.length === TaskOwnerSchema.options.length ? undefined : tasks.length,
  );
  const tasksTile = async (): Promise<Tile> => ({
    href: '/tasks',
    name: '要確認',
    count: await attention,
    unit: '件',
  });
  if (staff.role === 'pickupLibrary') {
    const { library } = staff;
    const checks = shipping.call(shippingApi.shelfChecks, { query: { library } });
    const [coming, open, asked, back] = await Promise.all([
      parcels('dispatched', 'outward', { library }),
      parcels('open', 'return', { library }),
      counted(checks, (found) => found.checks.length),
      toReturn,
    ]);
    return [
      await tasksTile(),
      { href: '/arrivals', name: '届く小包', count: coming, unit: '個' },
      { href: '/send-back', name: '返送の小包（梱包中）', count: open, unit: '個' },
      { href: '/shelf-checks', name: '棚にありますか', count: asked, unit: '点' },
      { href: '/copies-to-return', name: '返送する資料', count: back, unit: '点' },
    ];
  }
  const [toPick, toPack, open, home, back] = await Promise.all([
    counted(catalog.call(catalogApi.pickList, {}), (list) => list.rows.length),
    counted(shipping.call(shippingApi.packingList, {}), (list) => list.rows.length),
    parcels('open', 'outward'),
    parcels('dispatched', 'return'),
    toReturn,
  ]);
  return [
    await tasksTile(),
    { href: '/pick-list', name: '出庫待ち', count: toPick, unit: '点' },
    { href: '/packing', name: '梱包待ち', count: toPack, unit: '点' },
    { href: '/packing', name: '発送待ちの小包', count: open, unit: '個' },
    { href: '/returns', name: '県立へ向かう返送', count: home, unit: '個' },
    { href: '/copies-to-return', name: '取り置きから戻す', count: back, unit: '点' },
  ];
}

export function mountToday(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/', 'today', async (call) => {
    const staff = staffOf(call);
    const [tiles, nameOf] = await Promise.all([tilesFor(deps, staff), deps.libraries.names()]);
    const notAllowed = call.request.query['not-allowed'] === '1';
    const frame = frameOf(deps, call);
    sendPage(call.response, h(TodayPage, { frame, library: nameOf(staff.library), tiles, notAllowed }));
  });
}
