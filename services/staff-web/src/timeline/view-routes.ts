import { type Parcel, shippingApi, type TaskKind } from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { mayDo } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { ViewsPage } from './views.page.tsx';

/** What is wrong with whatever a view lists; told by the kind of the task that somebody has of it. */
export const views: readonly { id: string; name: string; about: string; kinds: readonly TaskKind[] }[] = [
  {
    id: 'stuck',
    name: '止まっているもの',
    about: '人が決めるまで進みません。経過の「今の状態に合わせて進める」で動くこともあります。',
    kinds: ['lookAtReservation', 'askBranch', 'confirmHandOut', 'decideUnreached', 'wrongPerson', 'moveHold'],
  },
  {
    id: 'late',
    name: '遅れているもの',
    about: '着くはず、戻るはずの日を過ぎています。',
    kinds: [
      'findParcel',
      'sendBack',
      'searchReturn',
      'claimedReturned',
      'searchUnlent',
      'longOverdue',
      'searchCopy',
    ],
  },
  {
    id: 'missing',
    name: '配送中に見えなくなったもの',
    about: '小包、または中の資料が見つかっていません。',
    kinds: ['parcelLost', 'parcelContents'],
  },
  {
    id: 'undeliverable',
    name: 'メールの届かない方',
    about: '電話で知らせます。',
    kinds: ['callPatron', 'addressUndeliverable'],
  },
];

/** Whatever is stuck, late, missing in transit or can't be told of: from the services' own lists. */
export function mountViews(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/timeline/views', 'savedViews', async (call) => {
    const asked = call.request.query.view;
    const view = views.find(({ id }) => id === asked) ?? views[0];
    if (view === undefined) pageFault(404);
    const staff = staffOf(call);
    const { tasks, away } = await listTasks(deps, staff);
    const parcels = view.id === 'late' || view.id === 'missing' ? await parcelsOf(deps, view.id) : [];
    const page = {
      frame: frameOf(deps, call),
      view,
      views: views.map(({ id, name, kinds }) => ({
        id,
        name,
        count: tasks.filter((task) => kinds.includes(task.kind)).length,
      })),
      tasks: tasks.filter(({ kind }) => view.kinds.includes(kind)),
      parcels,
      away,
      nameOf: await deps.libraries.names(),
      mayAct: mayDo[staff.role].has('tasks'),
      mayReadLetters: mayDo[staff.role].has('deadLetters'),
    };
    sendPage(call.response, h(ViewsPage, page));
  });
}

/** Parcels past the day on which they were expected, or given up, either way. */
async function parcelsOf(deps: StaffWebDeps, view: 'late' | 'missing'): Promise<Parcel[]> {
  const today = dayOf(instantFromDate(deps.now()));
  const query =
    view === 'late'
      ? ({ state: 'dispatched', expectedBefore: today } as const)
      : ({ state: 'lost' } as const);
  const found = await deps.shipping.call(shippingApi.listParcels, { query });
  return found.ok ? found.value.parcels : [];
}
