import { staffWebApi } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerScan, repeatsOf } from '../desk/answer-scan.ts';
import { notOnShelf, pick } from '../desk/scan-verbs.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import { scanFields, shownField } from '../pages/fields.ts';
import { answerNoButton, sayOn } from '../pages/keep-answer.ts';
import { backIntoParcel } from '../parcels/not-to-pack.ts';
import { deskInHand } from '../scan-pages/desk-in-hand.ts';
import { printLast, TYPED_SLIP } from '../scan-pages/hold-slip.ts';
import { TYPED_UNDO, undoLast } from '../scan-pages/undo-routes.ts';
import { type CopyInHand, copyInHand } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { type Said, say } from '../scans/say.ts';
import { formTimed } from '../scans/when-scanned.ts';
import { PickListPage } from './pick-list.page.tsx';

const ScanForm = z.strictObject({ ...scanFields, ...shownField });

/** A copy of ours that nobody has to fetch now: one that was searched for is not put back, the search would go on. */
const notOnList = (condition: CopyInHand['condition'] | undefined): Said =>
  condition === 'searching'
    ? {
        tone: 'ask',
        line: '棚に戻さないでください',
        text: '捜していた資料です',
        detail: '返却受付で読み取ってください。捜すのを終えて、次の行き先が表示されます。',
      }
    : {
        tone: 'stop',
        line: '取らないでください',
        text: '出庫リストにない資料です',
        detail: '棚に戻してください。返ってきた資料なら、返却受付で読み取ります。',
      };

export function mountPickList(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/pick-list', 'pickList', async (call) => {
    const sessionId = await call.visit.openSession();
    const [desk, board, nameOf] = await Promise.all([
      deskInHand(deps, call, staffOf(call), '/pick-list'),
      deps.leaving.at(deps.now(), () => orNone(deps.shipping.dispatchBoard())),
      deps.libraries.names(),
    ]);
    // The scan whose answer stands here has heard the list.
    const heard = deps.listsToFetch.take(sessionId, desk.answer?.factId ?? '', deps.now());
    const rows = heard ?? orFault(await deps.catalog.pickList()).rows;
    const cancelling = await deps.heldCancellations.of(rows.map(({ reservationId }) => reservationId));
    drawPage(deps, call, PickListPage, { frame: desk.frame, desk, rows, board, cancelling, nameOf });
  });
  for (const [path, scanned, occasion] of [
    ['/pick-list/pick', pick, 'pick'],
    ['/pick-list/not-on-shelf', notOnShelf, 'notOnShelf'],
  ] as const) {
    routes.form(path, 'pick', async (call) => {
      const { code, shown, ...fields } = await formTimed(deps, call, ScanForm);
      if (code === TYPED_SLIP) return printLast(deps, call, '/pick-list');
      if (code === TYPED_UNDO)
        return undoLast(deps, call, staffOf(call), { ...fields, shown, page: '/pick-list' });
      if (isDigit(code)) return answerNoButton(deps, call, '/pick-list', code);
      const scan = { ...fields, barcode: code };
      const as = { staff: staffOf(call), sessionId: await call.visit.openSession() };
      const decision =
        code === '' ? refuse('BARCODE_NOT_OURS') : await scanned.doneBy(deps, as, { params: {}, body: scan });
      if (!decision.ok && decision.refusal.code === 'STATE_CHANGED' && occasion === 'pick') {
        const copy = await copyInHand(deps, code);
        const isPacked = copy?.place === 'beingPrepared' && copy.toReturn === null;
        const back = isPacked ? await backIntoParcel(deps, copy.barcode) : undefined;
        return sayOn(deps, call, '/pick-list', back ?? notOnList(copy?.condition), { code });
      }
      const nameOf = await deps.libraries.names();
      const said = (answer: Parameters<typeof say>[0]) => say(answer, occasion, nameOf);
      const { factId, occurredAt } = scan;
      const repeats = repeatsOf(factId);
      await answerScan(deps, call, { page: '/pick-list', decision, said, code, factId, occurredAt, repeats });
    });
  }
  routes.api(staffWebApi.pickList, 'pickList', () => deps.catalog.pickList());
}
