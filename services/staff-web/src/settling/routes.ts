import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { allow, DeskSettlementSchema } from '@toshobin/lending-rules';
import { type PageCall, pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { cardDigits } from '../cards/card-digits.ts';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { Staff } from '../roles.ts';
import type { StaffRoutes } from '../staff-routes.ts';
import { NothingToSettlePage, SettlePage, UnreturnedPage } from './settle.page.tsx';
import { unreturnedLoans } from './settling-verbs.ts';

/** 返らない資料の手続き: the prefectural desk alone. */
export function mountSettling(routes: StaffRoutes, deps: StaffWebDeps): void {
  const idIn = (call: PageCall<Staff>) => {
    const read = ReservationIdSchema.safeParse(call.request.params.reservationId);
    return read.success ? read.data : pageFault(404);
  };
  routes.page('/settle', 'settle', async (call) => {
    const rows = await unreturnedLoans(deps);
    const digits = await cardDigits(
      deps,
      rows.map(({ reservationId }) => reservationId),
    );
    const answer = await deps.desk.answer(await call.visit.openSession(), '/settle');
    const digitsOf = (reservationId: string) => digits.get(reservationId);
    sendPage(call.response, h(UnreturnedPage, { frame: frameOf(deps, call), rows, answer, digitsOf }));
  });
  routes.page('/settle/:reservationId', 'settle', async (call) => {
    const reservationId = idIn(call);
    const frame = frameOf(deps, call);
    const [row] = await unreturnedLoans(deps, reservationId);
    if (row === undefined) return sendPage(call.response, h(NothingToSettlePage, { frame }), 404);
    const how = DeskSettlementSchema.safeParse(call.request.query.how).data;
    const digits = await cardDigits(deps, [reservationId]);
    const page = { frame, row, how, cardLast4: digits.get(reservationId) };
    sendPage(call.response, h(SettlePage, page));
  });
  routes.api(staffWebApi.unreturnedLoans, 'settle', async () => allow({ rows: await unreturnedLoans(deps) }));
}
