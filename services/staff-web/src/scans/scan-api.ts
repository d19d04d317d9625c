import { type ScanAnswer, staffWebApi } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor, actingForBranch } from '../for-library/acting-for.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { handOut } from './hand-out.ts';
import { lend } from './lend.ts';
import { inOneLine, type Occasion, sayingAt } from './say.ts';
import { confirmHandOut, handIn, notOnShelf, pick, processReturn } from './scan-copy.ts';
import { declaredHandOuts, stillHere, undoOwnScan } from './void-scan.ts';
import { timed } from './when-scanned.ts';

/** The scans of the JSON interface: the same as the pages', with what the desk reads in one line. */
export function mountScanApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  const spoken = async (
    visit: Visit<Staff>,
    occasion: Occasion,
    decision: Decision<ScanAnswer>,
  ): Promise<Decision<{ answer: ScanAnswer; say: string }>> => {
    if (!decision.ok) return decision;
    await deps.desk.keepScan(await visit.openSession(), decision.value.factId);
    const said = (await sayingAt(deps, occasion))(decision.value);
    return allow({ answer: decision.value, say: inOneLine(said) });
  };
  routes.api(staffWebApi.pick, 'pick', async ({ body, visit }) =>
    spoken(visit, 'pick', await pick(deps, staffOf({ visit }), await timed(deps, visit, body))),
  );
  routes.api(staffWebApi.notOnShelf, 'pick', async ({ body, visit }) =>
    spoken(visit, 'notOnShelf', await notOnShelf(deps, staffOf({ visit }), await timed(deps, visit, body))),
  );
  routes.api(staffWebApi.processReturn, 'processReturn', async ({ body, visit }) =>
    spoken(visit, 'return', await processReturn(deps, staffOf({ visit }), await timed(deps, visit, body))),
  );
  routes.api(staffWebApi.handIn, 'handIn', async ({ body: { library, ...body }, visit }) => {
    const acting = await actingForBranch(deps, staffOf({ visit }), library);
    if (!acting.ok) return acting;
    return spoken(visit, 'handIn', await handIn(deps, acting.value, await timed(deps, visit, body)));
  });
  routes.api(staffWebApi.handOut, 'handOut', async ({ body: { library, ...body }, visit }) => {
    const acting = await actingFor(deps, staffOf({ visit }), library);
    if (!acting.ok) return acting;
    return spoken(visit, 'handOut', await handOut(deps, acting.value, await timed(deps, visit, body)));
  });
  routes.api(staffWebApi.lend, 'lend', async ({ body, visit }) =>
    spoken(visit, 'handOut', await lend(deps, staffOf({ visit }), await timed(deps, visit, body))),
  );
  routes.api(staffWebApi.confirmHandOut, 'confirmHandOut', async ({ body, visit }) =>
    spoken(visit, 'handOut', await confirmHandOut(deps, staffOf({ visit }), await timed(deps, visit, body))),
  );
  routes.api(staffWebApi.voidScan, 'undo', async ({ body: { library, ...body }, visit }) => {
    const acting = await actingFor(deps, staffOf({ visit }), library);
    if (!acting.ok) return acting;
    const sessionId = await visit.openSession();
    return undoOwnScan(deps, acting.value, { sessionId, ...(await timed(deps, visit, body)) });
  });
  routes.api(staffWebApi.declaredHandOuts, 'declaredHandOuts', async ({ query, visit }) => {
    const acting = await actingFor(deps, staffOf({ visit }), query.library);
    return acting.ok ? declaredHandOuts(deps, acting.value) : acting;
  });
  routes.api(staffWebApi.stillHere, 'declaredHandOuts', async ({ params, body, visit }) => {
    const { library, ...scan } = await timed(deps, visit, body);
    const acting = await actingFor(deps, staffOf({ visit }), library);
    if (!acting.ok) return acting;
    return stillHere(deps, acting.value, { ...scan, voids: params.handOutFactId });
  });
}
