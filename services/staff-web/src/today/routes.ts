import { type DispatchBoard, PREFECTURAL_LIBRARY, TaskOwnerSchema } from '@toshobin/contracts';
import { addDays, dayOf, type Instant, instantFromDate, isOpenDay } from '@toshobin/lending-rules';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import { drawBranchHome } from '../branch-home/draw-branch-home.ts';
import type { StaffWebDeps } from '../deps.ts';
import { shortDate } from '../pages/dates.ts';
import { frameOf } from '../pages/frame.tsx';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { overdueTasks } from '../tasks/task-list.tsx';
import { engines } from './engines.ts';
import { tilesOfOperator } from './stuck-in-numbers.ts';
import { TodayPage } from './today.page.tsx';
import { countsOfBranch, tilesOfDesk } from './work-in-numbers.ts';

/** What is special about the day at this library. */
async function aboutToday(
  deps: StaffWebDeps,
  staff: Staff,
  now: Instant,
  board: DispatchBoard | undefined,
): Promise<string> {
  const tomorrow = addDays(dayOf(now), 1);
  const library = (await deps.libraries.all()).find(({ code }) => code === staff.library);
  const closed = library !== undefined && !isOpenDay(library.calendar, tomorrow);
  const dispatch =
    staff.library !== PREFECTURAL_LIBRARY || board === undefined
      ? ''
      : board.cutOff
        ? '今日は発送日です。'
        : `次の発送日は${shortDate(board.nextDispatchDay)}です。`;
  return `${dispatch}${closed ? `明日 ${shortDate(tomorrow)}は休館日です。` : ''}`;
}

export function mountToday(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/', 'today', async (call) => {
    const staff = staffOf(call);
    // Whoever keeps accounts has no other work here.
    if (staff.role === 'administrator') {
      const notAllowed = call.request.query['not-allowed'] === '1';
      return call.response.redirect(303, notAllowed ? '/accounts?not-allowed=1' : '/accounts');
    }
    const now = instantFromDate(deps.now());
    const [{ tasks, away }, nameOf] = await Promise.all([listTasks(deps, staff), deps.libraries.names()]);
    // What the services that could be asked know of; none of them: no number.
    const count = away.length === TaskOwnerSchema.options.length ? undefined : tasks.length;
    const attention = { count, late: overdueTasks(tasks, dayOf(now)) };
    if (staff.role === 'pickupLibrary') {
      return drawBranchHome(deps, call, { attention: count, ...(await countsOfBranch(deps, staff.library)) });
    }
    const atDesk = staff.role === 'prefecturalDesk';
    const { tiles, board } = atDesk
      ? await tilesOfDesk(deps, staff.library, now, attention)
      : { tiles: await tilesOfOperator(deps, staff), board: undefined };
    const page = {
      frame: frameOf(deps, call),
      library: nameOf(staff.library),
      about: await aboutToday(deps, staff, now, board),
      tiles,
      tasks: atDesk ? tasks : [],
      away,
      engines: await engines(deps, away),
      atDesk,
      notAllowed: call.request.query['not-allowed'] === '1',
    };
    sendPage(call.response, h(TodayPage, page));
  });
}
