import { type DispatchBoard, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf, type Instant, instantFromDate, isOpenDay } from '@toshobin/lending-rules';
import { countsOfBranch, drawBranchHome } from '../branch-home/draw-branch-home.ts';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { clockOf, shortDate, timeUntil } from '../pages/dates.ts';
import { drawPage } from '../pages/draw-page.ts';
import { frameOf } from '../pages/frame.tsx';
import { listTasks } from '../tasks/list-tasks.ts';
import { tasksAbout } from '../tasks/tasks-about.ts';
import { engines } from './engines.ts';
import { drawOperatorStart } from './operator-start.ts';
import { readToday } from './read-today.ts';
import { firstOf, TodayPage } from './today.page.tsx';

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
        ? `今日は発送日です。${cutOffWords(now, board.cutOff)}`
        : `次の発送日は${shortDate(board.nextDispatchDay)}です。`;
  return `${dispatch}${closed ? `明日 ${shortDate(tomorrow)}は休館日です。` : ''}`;
}

function cutOffWords(now: Instant, cutOff: Instant): string {
  const left = timeUntil(now, cutOff);
  const at = `締切 ${clockOf(cutOff)}`;
  return left === undefined ? `${at}は過ぎました。` : `${at}まで ${left}。`;
}

export function mountToday(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/', 'today', async (call) => {
    deps.knownBrowsers.remember(call.request, call.response, staffOf(call).account);
    const staff = staffOf(call);
    // Whoever keeps accounts has no other work here.
    if (staff.role === 'administrator') {
      const turnedAway = call.request.query['not-allowed'] === '1';
      return call.response.redirect(303, turnedAway ? '/accounts?not-allowed=1' : '/accounts');
    }
    const now = instantFromDate(deps.now());
    const notAllowed = call.request.query['not-allowed'] === '1';
    const frame = frameOf(deps, call);
    if (staff.role === 'operator') return drawOperatorStart(deps, call, { frame, notAllowed });
    const listed = listTasks(deps, staff);
    if (staff.role === 'pickupLibrary') {
      const [{ tasks, away }, counts] = await Promise.all([listed, countsOfBranch(deps, staff.library)]);
      // Of those that can't be asked nobody knows that there are none.
      const attention = away.length > 0 && tasks.length === 0 ? undefined : tasks.length;
      return drawBranchHome(deps, call, { attention, ...counts });
    }
    const lastNight = deps.processes.lastNight();
    const [{ tasks, away }, aboutTasks, waiting, running, night, nameOf] = await Promise.all([
      listed,
      listed.then((one) => tasksAbout(deps, firstOf(one.tasks))),
      readToday(deps),
      engines(deps, { away: listed.then((one) => one.away), night: lastNight }),
      lastNight,
      deps.libraries.names(),
    ]);
    drawPage(deps, call, TodayPage, {
      ...{ frame, waiting, tasks, aboutTasks, away, night, nameOf, notAllowed },
      library: nameOf(staff.library),
      about: await aboutToday(deps, staff, now, waiting.board),
      engines: running,
    });
  });
}
