import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { allow, DeskSettlementSchema } from '@toshobin/lending-rules';
import { cardDigits } from '../cards/card-digits.ts';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage, namedIn } from '../pages/draw-page.ts';
import { losingWith } from '../stock/who-loses.ts';
import { NothingToSettlePage, SettlePage, UnreturnedPage } from './settle.page.tsx';
import { unreturnedLoans } from './settling-verbs.ts';

/** 返らない資料の手続き: the prefectural desk alone. */
export function mountSettling(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/settle', 'settle', async (call) => {
    const rows = await unreturnedLoans(deps);
    const digitsOf = await cardDigits(deps, rows);
    const answer = await answerOnce(deps, call, '/settle');
    drawPage(deps, call, UnreturnedPage, { rows, answer, digitsOf });
  });
  routes.page('/settle/:reservationId', 'settle', async (call) => {
    const reservationId = namedIn(call, 'reservationId', ReservationIdSchema);
    const [row] = await unreturnedLoans(deps, reservationId);
    if (row === undefined) return drawPage(deps, call, NothingToSettlePage, {}, 404);
    const how = DeskSettlementSchema.safeParse(call.request.query.how).data;
    const [digitsOf, losing] = await Promise.all([
      cardDigits(deps, [row]),
      how === undefined || how === 'returned' ? undefined : losingWith(deps, row.barcode),
    ]);
    drawPage(deps, call, SettlePage, { row, how, losing, cardLast4: digitsOf(reservationId) });
  });
  routes.api(staffWebApi.unreturnedLoans, 'settle', async () => allow({ rows: await unreturnedLoans(deps) }));
}
