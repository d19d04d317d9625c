import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { DeadLettersPage } from './dead-letters.page.tsx';
import { lettersOrAway } from './letters-or-away.ts';

const PAGE = '/dead-letters';

/** What no service could understand or carry out, for operators: by ids alone. */
export function mountDeadLetters(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'deadLetters', async (call) => {
    const letters = await lettersOrAway(deps);
    const answer = await deps.desk.answer(await call.visit.openSession(), PAGE);
    sendPage(call.response, h(DeadLettersPage, { frame: frameOf(deps, call), letters, answer }));
  });
}
