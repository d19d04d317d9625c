import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { allow, DeskSettlementSchema } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { cardDigits } from '../cards/card-digits.ts';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { NothingToSettlePage, SettlePage, UnreturnedPage } from './settle.page.tsx';
import { settleLoan, takeBackSettlement, unreturnedLoans } from './settle-loan.ts';
import { ways } from './settling-words.ts';

const SettleForm = z.strictObject({ factId: z.uuid(), how: DeskSettlementSchema, reason: reasonField });
const UndoForm = z.strictObject({ reason: reasonField });

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
    const page = { frame, row, how, cardLast4: digits.get(reservationId), factId: deps.newId() };
    sendPage(call.response, h(SettlePage, page));
  });
  routes.form('/settle/:reservationId', 'settle', async (call) => {
    const form = { ...parseFields(SettleForm, call.form), reservationId: idIn(call) };
    const decision = await settleLoan(deps, staffOf(call), form);
    const detail =
      form.how === 'returned' ? '資料を返却受付で読み取ると、棚へ戻ります' : '資料は除籍になりました';
    const said = ({ barcode }: { barcode: string }) => ({
      tone: 'ok' as const,
      text: ways[form.how].done,
      detail,
      notes: [],
      line: `資料番号 ${barcode}`,
    });
    await answerOn(deps, call, '/settle', { decision, said, code: '' });
  });
  routes.form('/settle/:reservationId/undo', 'settle', async (call) => {
    const form = { ...parseFields(UndoForm, call.form), reservationId: idIn(call) };
    const decision = await takeBackSettlement(deps, staffOf(call), form);
    const said = () => ({ tone: 'ok' as const, text: '元に戻しました', detail: '', notes: [] });
    await answerOn(deps, call, '/settle', { decision, said, code: '' });
  });
  routes.api(staffWebApi.unreturnedLoans, 'settle', async () => allow({ rows: await unreturnedLoans(deps) }));
  routes.api(staffWebApi.settleLoan, 'settle', ({ params, body, visit }) =>
    settleLoan(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.takeBackSettlement, 'settle', ({ params, body, visit }) =>
    takeBackSettlement(deps, staffOf({ visit }), { ...params, ...body }),
  );
}
