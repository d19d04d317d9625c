import { type PatronRow, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnPatron } from '../own-patron.ts';
import { frameOf } from '../pages/frame.tsx';
import { namesIn } from '../pages/library-name.tsx';
import { orUndefined } from '../pages/or-undefined.ts';
import { type PatronCall, signedIn } from '../patron-routes.ts';
import { doneWords } from './done-words.ts';
import { overdueAmong } from './extension-of-row.ts';
import { facesOf } from './faces-of.ts';
import { MyLibraryPage } from './my-library.page.tsx';
import { readMyLibrary } from './read-my-library.ts';
import type { RowContext } from './rows.tsx';

/**
 * Draws My Library from the patron service, which every wish writes before it is answered; places in the queue, calendars
 * and the rules' numbers are added where the catalog and shipping can be reached.
 */
export async function drawMyLibrary(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const [rows, patron, orders, libraries, nextDispatchDay, policy] = await Promise.all([
    readMyLibrary(deps, patronId),
    readOwnPatron(deps, call.visit),
    deps.patron.readingOrders({ params: { patronId } }),
    deps.libraries.all(),
    orUndefined(async () => (await deps.libraries.list()).nextDispatchDay),
    deps.policy.inForce(),
  ]);
  if (!rows.ok) pageFault(404);
  const [frame, faceOf] = await Promise.all([frameOf(deps, call), facesOf(deps, rows.value)]);
  const nameOf = await namesIn(frame.front.language, deps.libraries);
  const now = instantFromDate(deps.now());
  const overdue = overdueAmong(rows.value);
  const atLoanLimit = patron.loans >= patron.loanLimit;
  const contextOf = (row: PatronRow): RowContext => ({
    front: frame.front,
    now,
    policy,
    overdue,
    face: faceOf(row),
    library: libraries.find(({ code }) => code === row.pickupLibrary),
    libraryName: nameOf(row.pickupLibrary),
    prefectural: row.pickupLibrary === PREFECTURAL_LIBRARY,
    nextDispatchDay,
    atLoanLimit,
  });
  const { done, of, ordered } = call.request.query;
  const about = rows.value.find(({ reservationId }) => reservationId === of);
  const text = about && doneWords(String(done), about, contextOf(about));
  const page = h(MyLibraryPage, {
    frame,
    rows: rows.value,
    patron,
    now,
    overdue: overdue.size > 0,
    contextOf,
    orders: orders.ok ? orders.value.orders : [],
    justOrdered: ordered === '1',
    nameOf,
    done: about && text ? { title: about.title, text } : undefined,
  });
  sendPage(call.response, page);
}
