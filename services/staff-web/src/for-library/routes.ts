import { LibraryCodeSchema } from '@toshobin/contracts';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { actingForBranch } from './acting-for.ts';
import { ForLibraryPage } from './for-library.page.tsx';

/** 代行入力: the prefectural desk chooses the pickup library, and what to enter for it. */
export function mountForLibrary(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/for-library', 'enterForLibrary', async (call) => {
    const given = LibraryCodeSchema.safeParse(call.request.query.library).data;
    const acting = await actingForBranch(deps, staffOf(call), given);
    const [, ...libraries] = await deps.libraries.all();
    const chosen = acting.ok ? acting.value.library : undefined;
    drawPage(deps, call, ForLibraryPage, { libraries, chosen });
  });
}
