import type { Refusal } from '@toshobin/lending-rules';
import { type StaffCall, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import type { Faults } from '../pages/entry.tsx';
import { SecondFactorPage } from './second-factor.page.tsx';
import { uriOf } from './totp.ts';

/** At the field of a code that is not the app's. */
export const WRONG_CODE = 'アプリのコードと合いません。今出ているコードを入れてください。';

/** Draws the page on which a second factor is set up, with the secret that is this session's alone. */
export async function drawSecondFactor(
  deps: StaffWebDeps,
  call: StaffCall,
  page: {
    action: string;
    replaces: boolean;
    faults: Faults;
    refusal?: Refusal;
  },
): Promise<void> {
  const secret = await deps.secondFactors.offer(await call.visit.openSession());
  const issuer = `${deps.setting.libraryName} 職員`;
  const uri = uriOf(secret, { issuer, account: staffOf(call).account });
  drawPage(deps, call, SecondFactorPage, { secret, uri, ...page });
}
