import { patronApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { MailSamplesPage } from './mail-samples.page.tsx';

/** メールの文面: each mail as it would go out now; nothing is sent. */
export function mountMailSamples(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/mails', 'readPolicy', async (call) => {
    const samples = await deps.patron.call(patronApi.mailSamples, {});
    if (!samples.ok) pageFault(404);
    sendPage(call.response, h(MailSamplesPage, { frame: frameOf(deps, call), mails: samples.value.mails }));
  });
}
