import { staffWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { typedInto } from '../pages/fields.ts';
import { frameOf, naming } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { AuditPage } from './audit.page.tsx';
import { deedsShown } from './deeds-shown.ts';

export function mountAudit(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/audit', 'audit', async (call) => {
    const subject = typedInto(call.request, 'subject', 100);
    const deeds = await deedsShown(deps, subject);
    const copies = deeds.flatMap(({ copy }) => copy ?? []);
    const frame = await naming(deps, frameOf(deps, call), copies);
    drawPage(deps, call, AuditPage, { frame, deeds, subject });
  });
  routes.api(staffWebApi.audit, 'audit', async ({ query }) =>
    allow({ deeds: await deps.audit.read(query.subject) }),
  );
}
