import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { openCounterLoan } from '../applications/open-counter-loan.ts';
import { releaseCounterLoan } from '../applications/release-counter-loan.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseLoanClaim } from '../loan-claims/release-loan-claim.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** R3: what the prefectural counter asks before a hand-over, and gives back when there was none. */
export function serveCounter(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.claimLoan, ({ body }) => claimLoanSlot(deps, { ...body, waitForOne: false }));
  serve(router, patronApi.releaseLoanClaim, async ({ body }) => allow(await releaseLoanClaim(deps, body)));
  serve(router, patronApi.openCounterLoan, async ({ body }) => {
    const loan = await openCounterLoan(deps, body);
    if (!loan.ok) return loan;
    const card = await resolveCard(deps, { cardNumber: body.cardNumber, at: body.at });
    return card.ok ? allow({ ...loan.value, card: card.value }) : card;
  });
  serve(router, patronApi.releaseCounterLoan, async ({ body }) =>
    allow(await releaseCounterLoan(deps, body)),
  );
}
