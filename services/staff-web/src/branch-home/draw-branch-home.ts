import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { cardDigits } from '../cards/card-digits.ts';
import { type Staff, type StaffCall, type StaffWebDeps, staffOf } from '../deps.ts';
import { type HeldCopy, heldAt } from '../desk/card-in-hand.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { drawPage } from '../pages/draw-page.ts';
import { notPacked } from '../parcels/not-packed.ts';
import { longWaiting } from '../shelf-checks/long-waiting.ts';
import { BranchHomePage, type Line } from './branch-home.page.tsx';

export async function countsOfBranch({ catalog, shipping }: StaffWebDeps, library: Staff['library']) {
  const [asked, back, own] = await Promise.all([
    orNone(shipping.shelfChecks({ query: { library } })),
    orNone(catalog.copiesToReturn({ query: { library } })),
    orNone(shipping.listParcels({ query: { library, direction: 'return', state: 'open' } })),
  ]);
  return { checks: asked?.checks, back: back && own && notPacked(back.rows, own.parcels).length };
}

/** The first page of a pickup library, with the work that others counted for it. */
export async function drawBranchHome(
  deps: StaffWebDeps,
  call: StaffCall,
  counted: {
    attention: number | undefined;
    checks: readonly Pick<HeldCopy, 'reservationId'>[] | undefined;
    back: number | undefined;
  },
): Promise<void> {
  const staff = staffOf(call);
  const { checks } = counted;
  const { library } = staff;
  const today = dayOf(instantFromDate(deps.now()));
  const [held, declared, nameOf] = await Promise.all([
    heldAt(deps, staff),
    orNone(deps.catalog.declaredHandOuts({ query: { library } })),
    deps.libraries.names(),
  ]);
  const [digitsOf, looks] = await Promise.all([
    cardDigits(deps, held ?? []),
    held && checks && longWaiting(deps, staff, held, checks),
  ]);
  const asked = checks && looks && checks.length + looks.length;
  const lines: Line[] = [
    {
      href: '/shelf-checks',
      name: '棚にありますか',
      icon: 'question',
      count: asked,
      unit: '点',
      ...(asked ? { tone: 'ask' as const } : {}),
    },
    { href: '/send-back', name: '返送', icon: 'truck', count: counted.back, unit: '点' },
    {
      href: '/tasks',
      name: '要確認',
      icon: 'ask',
      count: counted.attention,
      unit: '件',
      ...(counted.attention ? { tone: 'stop' as const } : {}),
    },
  ];
  allowCamera(call.response);
  const keys = call.request.query.keys === '1';
  drawPage(deps, call, BranchHomePage, {
    library: nameOf(library),
    phone: { keys, other: keys ? '/' : '/?keys=1' },
    lines,
    held,
    digitsOf,
    declared: declared?.rows ?? [],
    today,
    catalogue: deps.setting.patronWebUrl,
    notAllowed: call.request.query['not-allowed'] === '1',
  });
}
