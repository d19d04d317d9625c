import { RecordIdSchema } from '@toshobin/contracts';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { cardDigits } from '../cards/card-digits.ts';
import { type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { textTyped } from '../pages/fields.ts';
import { openCard } from '../phone/open-card.ts';
import { mayDo } from '../roles.ts';
import { FindPage } from './find.page.tsx';
import { find, findMoreTitles } from './find.ts';
import type { Found, Lists } from './found.ts';
import { TitlePage } from './title.page.tsx';

const FindForm = z.strictObject({ q: z.string() });
/** Anything else is the first. */
const PageInAddress = z.coerce.number().int().min(1).max(500).catch(1);

/** The one search box, of the prefectural desk. It may be a person's name: it stands in no address. */
export function mountFind(routes: StaffRoutes, deps: StaffWebDeps): void {
  /** Goes where a single hit leads. */
  const open = async (call: StaffCall, found: Exclude<Found, Lists>) => {
    if ('page' in found) return call.response.redirect(303, found.page);
    // What was typed would open the card again whenever /find is.
    await deps.desk.keepSought(await call.visit.openSession(), '', deps.now());
    return openCard(deps, call, found.cardNumber);
  };
  routes.form('/find', 'find', async (call) => {
    const q = textTyped(parseFields(FindForm, call.form).q, 200);
    const sessionId = await call.visit.openSession();
    const [found] = await Promise.all([
      q === '' ? undefined : find(deps, staffOf(call), q),
      deps.desk.keepSought(sessionId, q, deps.now()),
    ]);
    if (found && !('persons' in found)) return open(call, found);
    if (found) deps.listsFound.keep(sessionId, q, found, deps.now());
    call.response.redirect(303, '/find');
  });
  routes.page('/find', 'find', async (call) => {
    const sessionId = await call.visit.openSession();
    const q = (await deps.desk.sought(sessionId, deps.now())) ?? '';
    const listed = deps.listsFound.take(sessionId, q, deps.now());
    const page = PageInAddress.parse(call.request.query.page);
    if (q !== '' && page > 1 && mayDo[staffOf(call).role].has('findByName'))
      return drawPage(deps, call, FindPage, { q, found: await findMoreTitles(deps, q, page) });
    const found = q === '' ? undefined : (listed ?? (await find(deps, staffOf(call), q)));
    if (found && !('persons' in found)) return open(call, found);
    drawPage(deps, call, FindPage, { q, found });
  });
  routes.page('/titles/:recordId', 'findByName', async (call) => {
    const recordId = namedIn(call, 'recordId', RecordIdSchema);
    const params = { recordId };
    const [record, desk, nameOf] = await Promise.all([
      deps.catalog.readRecord({ params }).then(orFault),
      deps.catalog.titleAtDesk({ params }).then(orFault),
      deps.libraries.names(),
    ]);
    const { queue, copies } = desk;
    const ids = [...queue, ...copies.flatMap(({ of }) => of ?? [])].map(({ reservationId }) => reservationId);
    const [cancelling, answer, digitsOf] = await Promise.all([
      deps.heldCancellations.of(ids),
      answerOnce(deps, call, `/titles/${recordId}`),
      cardDigits(deps, queue),
    ]);
    drawPage(deps, call, TitlePage, { record, desk, nameOf, cancelling, answer, digitsOf });
  });
}
