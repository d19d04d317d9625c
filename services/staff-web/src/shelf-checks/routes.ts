import { ReservationIdSchema, staffWebApi } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import { z } from 'zod';
import { type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { heldAt } from '../desk/card-in-hand.ts';
import { actingForBranch } from '../for-library/acting-for.ts';
import { answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { forLibraryField, libraryIn } from '../pages/fields.ts';
import { frameFor, naming } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Said } from '../scans/say.ts';
import { formTimed, stepFields } from '../scans/when-scanned.ts';
import { answerLook, longWaiting } from './long-waiting.ts';
import { type Question, ShelfChecksPage } from './shelf-checks.page.tsx';

const HereOrGone = z.enum(['here', 'gone']);
const AnswerForm = z.strictObject({
  ...stepFields,
  ...forLibraryField,
  answer: HereOrGone,
});

async function asked(deps: StaffWebDeps, staff: Staff) {
  return deps.shipping.shelfChecks({ query: { library: staff.library } });
}

/** What a library is asked about today: holds that ended first, then what has waited long, as far as that can be told. */
async function questionsFor(
  deps: StaffWebDeps,
  staff: Staff,
): Promise<{ questions: Question[]; isAll: boolean }> {
  const [{ checks }, held] = await Promise.all([asked(deps, staff).then(orFault), heldAt(deps, staff)]);
  const looks = await longWaiting(deps, staff, held ?? [], checks);
  const untilOf = (reservationId: string) => {
    const due = held?.find((copy) => copy.reservationId === reservationId)?.due;
    return due ? `取り置き期限 ${formatDateJa(due.date)}まで` : '';
  };
  const questions = [
    ...checks.map(({ reservationId, barcode, holdNumber }) => ({
      kind: 'expired' as const,
      reservationId,
      barcode,
      holdNumber,
      until: untilOf(reservationId),
    })),
    ...looks.map(({ reservationId, barcode, holdNumber, since }) => ({
      kind: 'longWaiting' as const,
      reservationId,
      barcode,
      holdNumber,
      until: `${formatDateJa(dayOf(since))}から　${untilOf(reservationId)}`,
    })),
  ];
  return { questions, isAll: held !== undefined };
}

export function mountShelfChecks(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/shelf-checks', 'shelfChecks', async (call) => {
    const acting = await actingForBranch(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) return call.response.redirect(303, '/for-library');
    const [{ questions, isAll }, answer, bare, nameOf] = await Promise.all([
      questionsFor(deps, acting.value),
      answerOnce(deps, call, '/shelf-checks'),
      frameFor(deps, call, acting.value),
      deps.libraries.names(),
    ]);
    const given = Number(call.request.query.at ?? 0);
    const at = Number.isInteger(given) && given > 0 && given < questions.length ? given : 0;
    const library = nameOf(acting.value.library);
    const frame = await naming(deps, bare, [questions[at]?.barcode ?? '']);
    drawPage(deps, call, ShelfChecksPage, { frame, library, questions, isAll, at, answer });
  });
  routes.form('/shelf-checks/:reservationId/look', 'shelfChecks', async (call) => {
    const reservationId = namedIn(call, 'reservationId', ReservationIdSchema);
    const { library, answer, occurredAt } = await formTimed(deps, call, AnswerForm);
    const acting = await actingForBranch(deps, staffOf(call), library);
    const look = { reservationId, found: answer === 'here', at: occurredAt };
    const decision = acting.ok ? await answerLook(deps, acting.value, look) : acting;
    const said = ({ found }: { found: boolean }): Said => ({
      tone: found ? 'hold' : 'ok',
      text: found ? '取り置き棚へ' : '記録しました',
      detail: found ? 'そのまま置いてください' : '県立図書館が利用者に確かめます',
    });
    await answerOn(deps, call, '/shelf-checks', { decision, said, query: { library } });
  });
  routes.api(staffWebApi.shelfChecks, 'shelfChecks', async ({ query, visit }) => {
    const acting = await actingForBranch(deps, staffOf({ visit }), query.library);
    return acting.ok ? asked(deps, acting.value) : acting;
  });
}
