import { type DispatchBoard, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, dayOf, type Instant, instantFromDate, isOpenDay } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { countsOfBranch, drawBranchHome } from '../branch-home/draw-branch-home.ts';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { clockOf, shortDate, timeUntil } from '../pages/dates.ts';
import { drawPage } from '../pages/draw-page.ts';
import { type Frame, frameOf } from '../pages/frame.tsx';
import { listTasks } from '../tasks/list-tasks.ts';
import { tasksAbout } from '../tasks/tasks-about.ts';
import { howMany, readViews } from '../timeline/saved-views.ts';
import { countLetters } from '../what-waits/what-waits.ts';
import { delivery, engines } from './engines.ts';
import { OperatorPage } from './operator.page.tsx';
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

/** What an operator looks at first: what does not go on by itself, and whether the rest does. */
async function drawOperatorStart(
  deps: StaffWebDeps,
  call: StaffCall,
  of: { frame: Frame; notAllowed: boolean },
): Promise<void> {
  const views = readViews(deps, staffOf(call));
  const lastNight = deps.processes.lastNight();
  const [{ listed }, letters, mails, night, running] = await Promise.all([
    views,
    countLetters(deps),
    orNone(deps.patron.mailQueue()),
    lastNight,
    engines(deps, { away: views.then(({ away }) => away), night: lastNight }),
  ]);
  const { frame, notAllowed } = of;
  const stuck = listed.get('stuck');
  const unread = letters && letters.unreadable + letters.parked;
  const counts = { '/timeline/views?view=stuck': howMany(stuck), '/dead-letters': unread };
  deps.whatWaits.told(staffOf(call), counts);
  const works = [...running, delivery(letters !== undefined)];
  const page = { frame, notAllowed, letters, mails, night, engines: works, stuck, counts };
  drawPage(deps, call, OperatorPage, { ...page, temporalUi: deps.setting.temporalUiUrl });
}
