import { holdNumberOf, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import { h } from 'preact';
import { cardDigits } from '../cards/card-digits.ts';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { putToday } from '../hold-shelf/put-today.ts';
import { orFault } from '../pages/draw-page.ts';
import { copyNumbered } from '../scans/copy-in-hand.ts';
import { drawSheets } from './draw-sheets.ts';
import { HoldSheet } from './sheets.tsx';

/** Where a slip is asked for, and the work goes on. */
const pages = ['/returns', '/pick-list', '/hold-shelf'];

export const holdSlip = {
  title: '取り置き票',
  about: '80mm × 200mm　資料にはさむ。上の番号が本の外に出る。',
};

/** R6. The slips of all copies that were put on the prefectural hold shelf on this day. */
function mountTodaysSlips(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/slips/holds', 'holdShelf', async (call) => {
    const listed = await deps.catalog.heldCopies({ query: { library: PREFECTURAL_LIBRARY } });
    const held = listed.ok ? putToday(listed.value.rows, instantFromDate(deps.now())) : [];
    if (held.length === 0) pageFault(404);
    const [digitsOf, nameOf] = await Promise.all([cardDigits(deps, held), deps.libraries.names()]);
    await deps.audit.done(staffOf(call), 'printHoldSlips', `hold shelf ${held.length}`);
    const sheets = held.map((copy) =>
      h(HoldSheet, {
        key: copy.barcode,
        line: {
          ...copy,
          due: copy.holdUntil?.date ?? null,
          mayBeLater: false,
          cardLast4: digitsOf(copy.reservationId) ?? null,
        },
        goal: nameOf(PREFECTURAL_LIBRARY),
        shelvedOn: dayOf(copy.since),
      }),
    );
    drawSheets(deps, call, { ...holdSlip, back: '/hold-shelf' }, sheets);
  });
}

/** R6. 取り置き票 for a copy on the hold shelf of the prefectural library, made when it is put there, and again later. */
export function mountHoldSlip(routes: StaffRoutes, deps: StaffWebDeps): void {
  mountTodaysSlips(routes, deps);
  routes.page('/slips/holds/:barcode', 'holdShelf', async (call) => {
    const copy = await copyNumbered(deps, String(call.request.params.barcode));
    if (!copy?.stillHeld || copy.reservationId === null || copy.allocation === null) pageFault(404);
    if (copy.pickupLibrary !== PREFECTURAL_LIBRARY) pageFault(404);
    const { barcode, reservationId, allocation, protectiveCover, supplementCount } = copy;
    const [digitsOf, listed, nameOf] = await Promise.all([
      cardDigits(deps, [copy]),
      deps.catalog
        .heldCopies({ query: { library: PREFECTURAL_LIBRARY, reservations: reservationId } })
        .then(orFault),
      deps.libraries.names(),
    ]);
    const [held] = listed.rows;
    await deps.audit.done(staffOf(call), 'printHoldSlips', `copy ${barcode}`);
    const line = {
      ...{ barcode, protectiveCover, supplementCount },
      holdNumber: holdNumberOf(allocation),
      due: held?.holdUntil?.date ?? null,
      mayBeLater: false,
      cardLast4: digitsOf(reservationId) ?? null,
    };
    const shelvedOn = dayOf(held?.since ?? instantFromDate(deps.now()));
    const sheet = h(HoldSheet, { line, goal: nameOf(PREFECTURAL_LIBRARY), shelvedOn });
    const back = pages.find((one) => one.slice(1) === call.request.query.from) ?? '/hold-shelf';
    drawSheets(deps, call, { ...holdSlip, back }, sheet);
  });
}
