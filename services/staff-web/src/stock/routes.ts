import { RecordIdSchema } from '@toshobin/contracts';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage } from '../pages/draw-page.ts';
import { typedInto } from '../pages/fields.ts';
import { openParcelOf } from '../scans/open-parcel.ts';
import { StockPage } from './stock.page.tsx';
import { wayBack } from './stock-verbs.ts';

export function mountStock(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/stock', 'stock', async (call) => {
    const barcode = typedInto(call.request, 'barcode', 64);
    const [found, last, nameOf] = await Promise.all([
      barcode === '' ? undefined : deps.catalog.readCopy({ params: { barcode } }),
      answerOnce(deps, call, '/stock'),
      deps.libraries.names(),
    ]);
    const copy = found?.ok ? found.value : undefined;
    const recordId = RecordIdSchema.safeParse(copy?.recordId);
    const added = RecordIdSchema.safeParse(call.request.query.record);
    const [title, inParcel] = await Promise.all([
      recordId.success ? deps.catalog.titleAtDesk({ params: { recordId: recordId.data } }) : undefined,
      copy && openParcelOf(deps, copy.barcode),
    ]);
    // Of what was done before this copy was read nothing is said.
    const answer = call.request.query.read === undefined ? last : undefined;
    const page = {
      answer,
      barcode,
      copy,
      inParcel,
      nameOf,
      record: copy?.recordId ?? added.data,
      way: wayBack(call.request.query.from),
    };
    drawPage(deps, call, StockPage, { ...page, title: title?.ok ? title.value : undefined });
  });
}
