import type { Staff, StaffCall, StaffWebDeps } from '../deps.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { type Frame, frameFor } from '../pages/frame.tsx';
import { knownOf } from '../scans/copy-in-hand.ts';
import type { Desk } from './scan-pages.tsx';

const SHOWN = 20;

/** What a page with a scan field shows: the last answer, the copy it is about, and the terminal's list with its titles. */
export async function deskInHand(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Staff,
  page: string,
): Promise<Desk & { frame: Frame }> {
  const sessionId = await call.visit.openSession();
  const [{ answer, rows, tally }, frame, nameOf] = await Promise.all([
    deps.scans.onPage(sessionId, page, SHOWN),
    frameFor(deps, call, acting),
    deps.libraries.names(),
  ]);
  const phone = isOnPhone(frame);
  const code = answer?.code ?? '';
  const listed = phone ? [] : rows.map((row) => row.code);
  const copies = await knownOf(deps, [code, ...listed]);
  if (phone) allowCamera(call.response);
  const keys = call.request.query.keys === '1';
  const named = phone ? frame : { ...frame, copies };
  return { frame: named, answer, rows, tally, copy: copies.get(code), library: nameOf(acting.library), keys };
}
