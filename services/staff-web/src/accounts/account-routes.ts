import { UuidSchema } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { AccountPage } from './account.page.tsx';
import { AccountsPage } from './accounts.page.tsx';

const DEEDS_SHOWN = 30;

/** アカウント: kept by administrators, who never see or choose a password. */
export function mountKeptAccounts(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/accounts', 'accounts', async (call) => {
    const [accounts, libraries, nameOf] = await Promise.all([
      deps.keptAccounts.list(),
      deps.libraries.all(),
      deps.libraries.names(),
    ]);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/accounts');
    const notAllowed = call.request.query['not-allowed'] === '1';
    const page = { frame: frameOf(deps, call), answer, accounts, libraries, nameOf, notAllowed };
    sendPage(call.response, h(AccountsPage, page));
  });
  routes.page('/accounts/:accountId', 'accounts', async (call) => {
    const id = UuidSchema.safeParse(call.request.params.accountId);
    const kept = (id.success ? await deps.keptAccounts.find(id.data) : undefined) ?? pageFault(404);
    const [libraries, nameOf, deeds] = await Promise.all([
      deps.libraries.all(),
      deps.libraries.names(),
      deps.audit.read(`account ${kept.account}`),
    ]);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/accounts/${kept.id}`);
    const shown = deeds.slice(0, DEEDS_SHOWN);
    const page = { frame: frameOf(deps, call), kept, answer, libraries, nameOf, deeds: shown };
    sendPage(call.response, h(AccountPage, page));
  });
}
