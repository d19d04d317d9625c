import { UuidSchema } from '@toshobin/contracts';
import { pageFault } from '@toshobin/web';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage, namedIn } from '../pages/draw-page.ts';
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
    const answer = await answerOnce(deps, call, '/accounts');
    const notAllowed = call.request.query['not-allowed'] === '1';
    drawPage(deps, call, AccountsPage, { answer, accounts, libraries, nameOf, notAllowed });
  });
  routes.page('/accounts/:accountId', 'accounts', async (call) => {
    const id = namedIn(call, 'accountId', UuidSchema);
    const kept = (await deps.keptAccounts.find(id)) ?? pageFault(404);
    const [libraries, nameOf, deeds] = await Promise.all([
      deps.libraries.all(),
      deps.libraries.names(),
      deps.audit.read(`account ${kept.account}`),
    ]);
    const answer = await answerOnce(deps, call, `/accounts/${kept.id}`);
    const shown = deeds.slice(0, DEEDS_SHOWN);
    drawPage(deps, call, AccountPage, { kept, answer, libraries, nameOf, deeds: shown });
  });
}
