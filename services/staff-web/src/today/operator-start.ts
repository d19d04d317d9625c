import { orNone } from '@toshobin/service';
import { type StaffCall, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import type { Frame } from '../pages/frame.tsx';
import { howMany, readViews } from '../timeline/saved-views.ts';
import { countLetters } from '../what-waits/what-waits.ts';
import { delivery, engines } from './engines.ts';
import { OperatorPage } from './operator.page.tsx';

/** What an operator looks at first: what does not go on by itself, and whether the rest does. */
export async function drawOperatorStart(
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
