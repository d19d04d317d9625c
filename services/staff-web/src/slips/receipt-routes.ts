import { withPatron } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import { h } from 'preact';
import { readCaller } from '../cards/caller.ts';
import { type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { cardInHand } from '../desk/card-in-hand.ts';
import { lentToday } from '../desk/lent-today.ts';
import { ActForm } from '../pages/act-form.tsx';
import { answerOtherCaller, callerDrawnFor } from '../pages/drawn-for.ts';
import { frameOf } from '../pages/frame.tsx';
import { drawSheets } from './draw-sheets.ts';
import { paperOf } from './receipt-paper.ts';
import { type Lent, type Paper, ReceiptSheets } from './receipt-sheet.tsx';

const papers: Readonly<Record<Paper, string>> = { roll: '幅80mmのロール紙', a6: 'A6' };

/**
 * R7. Receipts of due dates: what was lent to a reader at the counter today, and on request all that somebody has borrowed; on the paper that this
 * browser printed on last.
 */
export function mountReceipts(routes: StaffRoutes, deps: StaffWebDeps): void {
  const send = (
    call: StaffCall,
    given: { back: string; to: string; wanted: unknown; card?: string; cardLast4: string; lent: Lent[] },
  ) => {
    const { back, to, wanted, card, ...receipt } = given;
    if (receipt.lent.length === 0) pageFault(404);
    const paper = paperOf(call, wanted, deps.setting.publicUrl);
    const other: Paper = paper === 'a6' ? 'roll' : 'a6';
    const button = `${papers[other]}に替える`;
    const again =
      card === undefined
        ? null
        : h(ActForm, { id: 'paper', action: to, hidden: { card, paper: other }, button });
    const links = again ? [] : [{ href: `${to}?paper=${other}`, label: button }];
    const page = { title: '貸出の控え', about: papers[paper], back, links, more: again };
    drawSheets(deps, call, page, h(ReceiptSheets, { paper, ...receipt }));
  };

  routes.page('/slips/receipt', 'lend', async (call) => {
    const card = await cardInHand(deps, await call.visit.openSession(), staffOf(call));
    const copies = card ? await lentToday(deps, card) : [];
    const lent = copies.map(({ title, barcode, due }) => ({ title, barcode, due: due?.date ?? null }));
    const { paper: wanted } = call.request.query;
    send(call, { back: '/hand-out', to: '/slips/receipt', wanted, cardLast4: card?.last4 ?? '', lent });
  });

  routes.form('/slips/receipt/loans', 'phone', async (call) => {
    const card = await callerDrawnFor(deps, call);
    if (card === undefined) return answerOtherCaller(deps, call);
    const caller = await readCaller(deps, card, frameOf(deps, call).now);
    const rows = caller.ok ? caller.value.rows : [];
    const lent = rows
      .filter(({ state }) => withPatron.has(state))
      .map(({ title, due }) => ({ title, barcode: null, due: due?.date ?? null }));
    const cardLast4 = caller.ok ? caller.value.cardNumber.slice(-4) : '';
    const to = '/slips/receipt/loans';
    send(call, { back: '/phone', to, wanted: call.form.paper, card, cardLast4, lent });
  });
}
