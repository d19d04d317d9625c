import { catalogApi, type staffWebApi } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf, recorded } from '../scans/scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'audit' | 'now'>;
type Body<K extends 'addRecord' | 'addCopy' | 'changeCopy' | 'withdrawCopy' | 'declareLost'> = z.output<
  (typeof staffWebApi)[K]['body']
>;

const act = (deps: Deps, staff: Staff) => ({ at: instantFromDate(deps.now()), by: byOf(staff) });

/** A title that is new here. */
export async function addRecord(deps: Deps, staff: Staff, record: Body<'addRecord'>) {
  const added = await deps.catalog.call(catalogApi.addRecord, { body: { ...record, ...act(deps, staff) } });
  const subject = `record ${added.ok ? added.value.recordId : 'unknown'}`;
  return written(deps, staff, { action: 'addRecord', subject }, added);
}

/** A copy of a title. */
export async function addCopy(deps: Deps, staff: Staff, copy: Body<'addCopy'>) {
  const added = await deps.catalog.call(catalogApi.addCopy, { body: { ...copy, ...act(deps, staff) } });
  return recorded(deps, staff, 'addCopy', copy, added);
}

/** What is known of a copy. */
export async function changeCopy(
  deps: Deps,
  staff: Staff,
  { barcode, ...fields }: Body<'changeCopy'> & { barcode: string },
) {
  const body = { ...fields, ...act(deps, staff) };
  const changed = await deps.catalog.call(catalogApi.changeCopy, { params: { barcode }, body });
  return recorded(deps, staff, 'changeCopy', { barcode }, changed);
}

/** Out of service, to be mended or for good. */
export async function withdrawCopy(
  deps: Deps,
  staff: Staff,
  { barcode, condition }: Body<'withdrawCopy'> & { barcode: string },
) {
  const body = { condition, ...act(deps, staff) };
  const withdrawn = await deps.catalog.call(catalogApi.withdrawCopy, { params: { barcode }, body });
  return recorded(deps, staff, 'withdrawCopy', { barcode, reason: condition }, withdrawn);
}

/** Mended: to be lent again. */
export async function mendCopy(
  deps: Deps,
  staff: Staff,
  { barcode, reason }: { barcode: string; reason: string },
) {
  const mended = await deps.catalog.call(catalogApi.mendCopy, {
    params: { barcode },
    body: act(deps, staff),
  });
  return recorded(deps, staff, 'mendCopy', { barcode, reason }, mended);
}

/** Lost by its borrower, or not found. */
export async function declareLost(
  deps: Deps,
  staff: Staff,
  { barcode, factId, reason }: Body<'declareLost'> & { barcode: string },
) {
  const body = { factId, reason, ...act(deps, staff) };
  const lost = await deps.catalog.call(catalogApi.declareLost, { params: { barcode }, body });
  return recorded(deps, staff, 'declareLost', { barcode, reason }, lost);
}
