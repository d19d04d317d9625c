import { type MyLibraryRow, ReservationIdSchema, readBarcode, staffWebApi } from '@toshobin/contracts';
import { allow, inQueue, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { readCaller } from '../cards/caller.ts';
import type { StaffCall, StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOf, answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { answerOtherCaller, callerDrawnFor } from '../pages/drawn-for.ts';
import { scanFields, textTyped, typedInto } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerNoButton, answerOn, sayOn } from '../pages/keep-answer.ts';
import { isDigit } from '../scans/digits.ts';
import { done } from '../scans/say.ts';
import { ExtensionPreviewPage } from './callers-books.tsx';
import { openCard } from './open-card.ts';
import { PhonePage } from './phone.page.tsx';
import { previewExtension } from './phone-verbs.ts';
import { titlesForCaller } from './titles-for-caller.ts';
import type { PlaceInQueue } from './where-next.ts';

const FindForm = z.strictObject(scanFields);
const TitlesForm = z.strictObject({ q: z.string() });

/** 電話受付, for the caller whose card this session has in hand. */
export function mountPhone(routes: StaffRoutes, deps: StaffWebDeps): void {
  const now = () => instantFromDate(deps.now());

  /** `q`: what was typed to find a title for the caller. It stands in no address and is kept nowhere. */
  const draw = async (call: StaffCall, q: string) => {
    const cardNumber = await deps.desk.caller(await call.visit.openSession(), deps.now());
    const cancels = typedInto(call.request, 'cancel', 40);
    const [caller, libraries, policy, answer] = await Promise.all([
      cardNumber === undefined ? undefined : readCaller(deps, cardNumber, now()),
      deps.libraries.all(),
      cardNumber === undefined ? undefined : deps.catalog.readPolicy(),
      // What was said before is no answer to what is asked now.
      cancels === ''
        ? answerOf(deps, call, '/phone')
        : answerOnce(deps, call, '/phone').then(() => undefined),
    ]);
    const numbers = policy?.ok ? policy.value.policy : undefined;
    const found = q !== '' && numbers ? await titlesForCaller(deps, q, numbers) : undefined;
    const rows = caller?.ok ? caller.value.rows : [];
    drawPage(deps, call, PhonePage, {
      frame: { ...frameOf(deps, call), card: cardNumber },
      ...{ answer, libraries, q, found },
      caller: caller?.ok ? caller.value : undefined,
      limits: numbers && { reservations: numbers.reservationLimit, loans: numbers.loanLimit },
      otherTitles: numbers?.phoneForOtherTitles === true,
      positions: await positionsOf(deps, rows),
      cancels,
      cancelling: await deps.heldCancellations.of(rows.map(({ reservationId }) => reservationId)),
    });
  };
  routes.page('/phone', 'phone', (call) => draw(call, ''));
  routes.form('/phone/titles', 'phone', (call) =>
    draw(call, textTyped(parseFields(TitlesForm, call.form).q, 200)),
  );
  routes.form('/phone', 'phone', async (call) => {
    const { code } = parseFields(FindForm, call.form);
    if (isDigit(code)) return answerNoButton(deps, call, '/phone', code);
    if (!isOfPerson(code)) return openCard(deps, call, code);
    const { persons } = orFault(await deps.patron.findPersons({ body: { text: textTyped(code, 64) } }));
    const [person, ...others] = persons;
    if (others.length === 0) return openCard(deps, call, person?.cardNumber);
    // One of several is chosen where persons are looked for; a name stands in no address.
    await deps.desk.keepSought(await call.visit.openSession(), code, deps.now());
    call.response.redirect(303, '/find');
  });
  routes.form('/phone/done', 'phone', async (call) => {
    const sessionId = await call.visit.openSession();
    const inHand = await deps.desk.caller(sessionId, deps.now());
    const { card = inHand } = call.form;
    if (inHand !== undefined && inHand !== card) return answerOtherCaller(deps, call);
    await deps.desk.endCall(sessionId);
    await sayOn(deps, call, '/phone', done('終わりました'));
  });
  routes.form('/phone/:reservationId/preview', 'phone', async (call) => {
    const reservationId = namedIn(call, 'reservationId', ReservationIdSchema);
    const cardNumber = await callerDrawnFor(deps, call);
    if (cardNumber === undefined) return answerOtherCaller(deps, call);
    const decision = await previewExtension(deps, { body: { cardNumber, reservationId }, at: now() });
    if (!decision.ok) return answerOn(deps, call, '/phone', { decision });
    const frame = { ...frameOf(deps, call), card: cardNumber };
    drawPage(deps, call, ExtensionPreviewPage, { frame, reservationId, ...decision.value });
  });
  routes.api(staffWebApi.previewExtensionForCaller, 'phone', async ({ body }) => {
    const told = await previewExtension(deps, { body, at: now() });
    return told.ok ? allow(told.value.preview) : told;
  });
}

/** A name, or the end of a telephone number: whatever else has digits is read as the number of a card. */
function isOfPerson(typed: string): boolean {
  return !/\d/.test(typed) || (!readBarcode(typed).ok && /^\d{4,11}$/.test(typed.replaceAll(/[\s-]/g, '')));
}

/** Places in the queue; none while the catalog is away. */
async function positionsOf(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  rows: readonly MyLibraryRow[],
): Promise<ReadonlyMap<string, PlaceInQueue>> {
  const reservationIds = rows
    .filter(({ state }) => inQueue.has(state))
    .map(({ reservationId }) => reservationId)
    .slice(0, 50);
  if (reservationIds.length === 0) return new Map();
  const asked = await orNone(catalog.queuePositions({ body: { reservationIds } }));
  return new Map(
    asked?.positions.map(({ reservationId, position, noCopyLeft }) => [
      reservationId,
      noCopyLeft ? 'noCopyLeft' : position,
    ]),
  );
}
