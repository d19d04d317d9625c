import { catalogApi, type DispatchBoard, type ParcelDirection, shippingApi } from '@toshobin/contracts';
import type { Instant, ParcelState } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { timeUntil } from '../pages/dates.ts';
import type { Staff } from '../roles.ts';
import type { Tile } from './today.page.tsx';

type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping'>;
type Attention = { count: number | undefined; late: number };

async function parcels(
  { shipping }: Deps,
  state: ParcelState,
  direction: ParcelDirection,
  of?: { library: Staff['library'] },
) {
  const found = await orNone(shipping.call(shippingApi.listParcels, { query: { state, direction, ...of } }));
  // An empty parcel waits for nothing: it was opened by mistake, or its copies were taken out.
  return found?.parcels.filter(({ lines }) => lines.length > 0);
}

function attentionTile({ count, late }: Attention): Tile {
  return {
    href: '/tasks',
    name: '要確認',
    icon: 'ask',
    count,
    unit: '件',
    ...(late > 0 ? { tone: 'stop', sub: `期限を過ぎたもの ${late}件` } : {}),
  };
}

/** The work of a pickup library beside its three jobs. */
export async function countsOfBranch(
  deps: Deps,
  library: Staff['library'],
): Promise<{ checks: number | undefined; back: number | undefined }> {
  const [asked, back] = await Promise.all([
    orNone(deps.shipping.call(shippingApi.shelfChecks, { query: { library } })),
    orNone(deps.catalog.call(catalogApi.copiesToReturn, { query: { library } })),
  ]);
  return { checks: asked?.checks.length, back: back?.rows.length };
}

/** The work of the prefectural desk, with what leaves today. */
export async function tilesOfDesk(
  deps: Deps,
  library: Staff['library'],
  now: Instant,
  attention: Attention,
): Promise<{ tiles: Tile[]; board: DispatchBoard | undefined }> {
  const [toPick, toPack, board, home, back] = await Promise.all([
    orNone(deps.catalog.call(catalogApi.pickList, {})),
    orNone(deps.shipping.call(shippingApi.packingList, {})),
    orNone(deps.shipping.call(shippingApi.dispatchBoard, {})),
    parcels(deps, 'dispatched', 'return'),
    orNone(deps.catalog.call(catalogApi.copiesToReturn, { query: { library } })),
  ]);
  const today = board && new Set(leavingToday(board));
  const forToday = toPick?.rows.filter(({ pickupLibrary }) => today?.has(pickupLibrary)).length ?? 0;
  const goals = new Set(toPack?.rows.map(({ pickupLibrary }) => pickupLibrary)).size;
  const inside = home?.reduce((sum, { lines }) => sum + lines.length, 0) ?? 0;
  const left = board?.cutOff ? timeUntil(now, board.cutOff) : undefined;
  const tiles: Tile[] = [
    {
      href: '/pick-list',
      name: '出庫待ち',
      icon: 'list',
      count: toPick?.rows.length,
      unit: '点',
      sub: forToday > 0 ? `今日の便に ${forToday}点` : undefined,
    },
    {
      href: '/packing',
      name: '梱包待ち',
      icon: 'box',
      count: toPack?.rows.length,
      unit: '点',
      sub: goals > 0 ? `${goals}館あて` : undefined,
    },
    {
      href: '/dispatch-board',
      name: '発送待ちの小包',
      icon: 'truck',
      count: board?.open.length,
      unit: '個',
      ...(left === undefined ? {} : { tone: 'ask', sub: `締切まで ${left}` }),
    },
    {
      href: '/returns',
      name: '県立へ向かう返送',
      icon: 'back',
      count: home?.length,
      unit: '個',
      sub: inside > 0 ? `中身 ${inside}点ほど` : undefined,
    },
    {
      href: '/hold-shelf',
      name: '取り置き棚から下ろす',
      icon: 'hold',
      count: back?.rows.length,
      unit: '点',
    },
    attentionTile(attention),
  ];
  return { tiles, board };
}

/** The libraries for which a Yu-Mail parcel packed now leaves today. */
export function leavingToday({ leaving, today }: DispatchBoard): string[] {
  return leaving.filter(({ day }) => day === today).map(({ library }) => library);
}
