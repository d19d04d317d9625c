import type { Front } from '@toshobin/web';
import type { Request } from 'express';
import type { StaffWebDeps } from '../deps.ts';
import { BranchPage, isOnPhone } from '../pages/branch-page.tsx';
import { frameOf, InFrame, StaffPage, staffFront } from '../pages/frame.tsx';
import { engineWords } from './engines.ts';

const awayWords = Object.fromEntries(Object.entries(engineWords).map(([owner, { away }]) => [owner, away]));

/** The front of a page of a fault: whoever is signed in has the frame of their other pages, with its menu, and is named. */
export async function frontOfFaults(deps: StaffWebDeps, request: Request): Promise<Front> {
  const front = { ...staffFront(deps.setting), awayWords };
  const visit = deps.sessions.visitIfRead(request);
  const staff = visit?.principal;
  if (!visit || !staff || staff.lacks) return front;
  const frame = frameOf(deps, { visit });
  const onPhone = isOnPhone(frame);
  const library = onPhone ? (await deps.libraries.names())(staff.library) : '';
  return {
    ...front,
    signedIn: { words: `今ログインしているのは ${staff.account} です。` },
    frame: (page) => (
      <InFrame frame={frame}>
        {onPhone ? <BranchPage library={library} {...page} /> : <StaffPage narrow {...page} />}
      </InFrame>
    ),
  };
}
