import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage } from '../pages/draw-page.ts';
import { DeadLettersPage } from './dead-letters.page.tsx';
import { lettersOrAway } from './letters-or-away.ts';

const PAGE = '/dead-letters';

/** What no service could understand or carry out, for operators: by ids alone. */
export function mountDeadLetters(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'deadLetters', async (call) => {
    const letters = await lettersOrAway(deps);
    const answer = await answerOnce(deps, call, PAGE);
    drawPage(deps, call, DeadLettersPage, { letters, answer });
  });
}
