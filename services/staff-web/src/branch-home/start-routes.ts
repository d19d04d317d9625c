import { firstAllocationOf, placeIs, readBarcode, refuseMisreadOf } from '@toshobin/contracts';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerScan } from '../desk/answer-scan.ts';
import { handIn } from '../desk/scan-verbs.ts';
import { actingForBranch } from '../for-library/acting-for.ts';
import { lookUpOf } from '../look-up/look-up.ts';
import { bookDropOf, scanFields } from '../pages/fields.ts';
import { answerNoButton } from '../pages/keep-answer.ts';
import { labelIn } from '../parcels/tracking-number.ts';
import { scanArrival } from '../scan-pages/arrival-routes.ts';
import { scanAtCounter } from '../scan-pages/hand-out-routes.ts';
import { takeIn } from '../scan-pages/take-in.ts';
import { cardOrCode } from '../scans/card-or-code.ts';
import { copyNumbered } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { formTimed } from '../scans/when-scanned.ts';

const StartForm = z.strictObject(scanFields);

/**
 * 番号を読んで始める: the kind of the number says which job it is. A card begins a hand-out, a parcel has arrived; a copy
 * that is out on loan comes back, any other is to be handed out, after a card. A hold number begins none: it is looked up.
 */
export function mountStart(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form('/start', 'handIn', async (call) => {
    const scan = await formTimed(deps, call, StartForm);
    const acting = await actingForBranch(deps, staffOf(call), undefined);
    if (!acting.ok) return call.response.redirect(303, '/');
    const staff = acting.value;
    const query = { library: undefined };
    if (firstAllocationOf(scan.code) !== undefined) return call.response.redirect(303, lookUpOf(scan.code));
    const reading = readBarcode(scan.code);
    const label = reading.ok ? undefined : labelIn(scan.code);
    if (label !== undefined || (reading.ok && reading.kind === 'parcel')) {
      return scanArrival(deps, call, { ok: true, value: staff }, { ...scan, query });
    }
    if (cardOrCode(scan.code) !== undefined) return scanAtCounter(deps, call, staff, { ...scan, query });
    if (isDigit(scan.code)) return answerNoButton(deps, call, '/hand-in', scan.code);
    if (!reading.ok) {
      const decision = refuseMisreadOf('copy', scan.code);
      const refusedLine = '受け付けていません';
      return answerScan(deps, call, { page: '/hand-in', decision, ...scan, refusedLine });
    }
    const copy = await copyNumbered(deps, reading.number);
    const comesBack = copy !== undefined && placeIs(copy.place, 'lent');
    if (!comesBack) return scanAtCounter(deps, call, staff, { ...scan, query });
    return takeIn(deps, call, staff, {
      ...scan,
      page: '/hand-in',
      occasion: 'handIn',
      query: { from: 'counter' },
      work: (read) => handIn.doneBy(deps, staff, { params: {}, body: { ...read, ...bookDropOf('counter') } }),
    });
  });
}
