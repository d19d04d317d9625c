import type { PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { allowCamera } from '../offline/mount-scripts.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { frameFor } from '../pages/frame.tsx';
import type { Staff } from '../roles.ts';
import { copyInHand } from '../scans/copy-in-hand.ts';
import type { Desk } from './scan-pages.tsx';

/** How many scans of a terminal's list are shown. */
const SHOWN = 20;

/** What a page with a scan field shows: the last answer, the copy it is about, and the terminal's list. */
export async function deskInHand(
  deps: StaffWebDeps,
  call: PageCall<Staff>,
  acting: Staff,
  page: string,
): Promise<Desk> {
  const sessionId = await call.visit.openSession();
  const [{ answer, rows, tally }, frame, nameOf] = await Promise.all([
    deps.scans.onPage(sessionId, page, SHOWN),
    frameFor(deps, call, acting),
    deps.libraries.names(),
  ]);
  const copy = await copyInHand(deps, answer?.code ?? '');
  if (isOnPhone(frame)) allowCamera(call.response);
  const keys = call.request.query.keys === '1';
  return { frame, answer, rows, tally, copy, library: nameOf(acting.library), keys };
}
