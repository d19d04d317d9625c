import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import { MailSamplesPage } from './mail-samples.page.tsx';

/** メールの文面: each mail as it would go out now; nothing is sent. */
export function mountMailSamples(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/mails', 'readPolicy', async (call) => {
    drawPage(deps, call, MailSamplesPage, orFault(await deps.patron.mailSamples()));
  });
}
