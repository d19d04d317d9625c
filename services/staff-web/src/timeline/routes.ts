import {
  holdNumberOf,
  type Parcel,
  parcelWorkflowId,
  type ReservationId,
  ReservationIdSchema,
  reservationWorkflowId,
  staffWebApi,
} from '@toshobin/contracts';
import { allow, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { numbersOfReservations } from '../audit/deeds-shown.ts';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOnce, drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { typedInto } from '../pages/fields.ts';
import { frameOf, naming } from '../pages/frame.tsx';
import { type CommandTaker, failingCommands } from '../processes/failing-commands.ts';
import { type StuckProcess, withFailingCommands } from '../processes/stuck-processes.ts';
import { mayDo } from '../roles.ts';
import { copiesBy, copyInHand } from '../scans/copy-in-hand.ts';
import { tasksAbout } from '../tasks/tasks-about.ts';
import { eventsOf, type Sent } from './events.ts';
import { findReservation } from './find-reservation.ts';
import { letterTroubleOf } from './letters-about.ts';
import { mailsOf } from './mails.ts';
import { nowAndNext, type Reservation } from './now-and-next.ts';
import { howMany, readViews, savedViews } from './saved-views.ts';
import { TimelinePage, TimelineSearchPage } from './timeline.page.tsx';
import { ViewsPage } from './views.page.tsx';

/**
 * The parcels in which copies went out for this reservation, by their hold numbers (a copy may have gone out to another
 * reader since), with what was done to them; none while shipping is away.
 */
async function sentFor(
  { shipping, audit }: Pick<StaffWebDeps, 'shipping' | 'audit'>,
  { barcode, allocation, facts, ended }: Reservation,
): Promise<Sent[]> {
  const earlier = ended.filter((one) => one.allocation !== allocation);
  const journeys = barcode && allocation ? [{ barcode, allocation, facts }, ...earlier] : earlier;
  const posted = journeys.filter((one) =>
    one.facts.some(({ kind }) => kind === 'packed' || kind === 'shipped'),
  );
  const found = posted.map(async (one): Promise<Sent[]> => {
    const params = { barcode: one.barcode };
    const known = await orNone(shipping.parcelsOfCopy({ params }));
    const isOwn = (line: Parcel['lines'][number]) =>
      line.barcode === one.barcode && line.holdNumber === holdNumberOf(one.allocation);
    const parcel = known?.parcels.find(({ lines }) => lines.some(isOwn));
    if (!known || !parcel) return [];
    const deeds = await audit.read(`parcel ${parcel.parcelNumber}`);
    return [{ allocation: one.allocation, parcel, deeds, scannedBy: known.scannedBy }];
  });
  return (await Promise.all(found)).flat();
}

/** The process of an open reservation, or of its parcel, that something is wrong with; none while Temporal is away. */
async function troubleOf(
  deps: Pick<StaffWebDeps, 'processes' | CommandTaker>,
  { reservationId, entry }: Reservation,
  parcel: Parcel | undefined,
): Promise<StuckProcess | undefined> {
  if (entry === 'closed') return undefined;
  const [named, { commands }] = await Promise.all([deps.processes.stuck(), failingCommands(deps)]);
  const stuck = withFailingCommands(named === 'away' ? [] : named, commands);
  const own = stuck.find((process) => process.reservationId === reservationId);
  return (
    own ?? stuck.find(({ workflowId }) => parcel && workflowId === parcelWorkflowId(parcel.parcelNumber))
  );
}

export function mountTimeline(routes: StaffRoutes, deps: StaffWebDeps): void {
  const read = (reservationId: ReservationId) => deps.catalog.readReservation({ params: { reservationId } });
  routes.page('/timeline', 'timeline', async (call) => {
    const typed = typedInto(call.request, 'q', 64);
    const found = typed === '' ? undefined : await findReservation(deps, typed);
    if (found && 'reservationId' in found) {
      return call.response.redirect(303, `/timeline/${found.reservationId}`);
    }
    const missing = typed !== '' && found === undefined;
    const inside = found?.parcel.lines.map(({ barcode }) => barcode) ?? [];
    const page = {
      frame: await naming(deps, frameOf(deps, call), inside),
      missing,
      parcel: found?.parcel,
      copies: await copiesBy(deps, inside),
      nameOf: await deps.libraries.names(),
      mayView: mayDo[staffOf(call).role].has('savedViews'),
    };
    drawPage(deps, call, TimelineSearchPage, page, missing ? 404 : 200);
  });
  mountViews(routes, deps);
  routes.page('/timeline/:reservationId', 'timeline', async (call) => {
    const id = namedIn(call, 'reservationId', ReservationIdSchema);
    const reservation = orFault(await read(id));
    const subject = `reservation ${id}`;
    await deps.audit.done(staffOf(call), 'timeline', subject);
    const sent = await sentFor(deps, reservation);
    const parcel = sent.find(({ allocation }) => allocation === reservation.allocation)?.parcel;
    const deeds = await deps.audit.read(subject);
    const { reservationNumber, mails } = await mailsOf(deps, id);
    const nameOf = await deps.libraries.names();
    const now = instantFromDate(deps.now());
    const [trouble, letters] = await Promise.all([
      troubleOf(deps, reservation, parcel),
      letterTroubleOf(deps, reservation, parcel),
    ]);
    const ofTitle = mayDo[staffOf(call).role].has('findByName') && reservation.barcode;
    const copy = ofTitle ? await copyInHand(deps, ofTitle) : undefined;
    const copies = [reservation, ...reservation.ended].flatMap(({ barcode }) => barcode ?? []);
    drawPage(deps, call, TimelinePage, {
      frame: await naming(deps, frameOf(deps, call), copies),
      reservation,
      recordId: copy?.recordId,
      reservationNumber,
      parcel,
      mails,
      events: eventsOf(reservation, { sent, deeds, mails, nameOf, now }),
      standing: nowAndNext(reservation, parcel),
      trouble,
      letters,
      mayReadLetters: mayDo[staffOf(call).role].has('deadLetters'),
      history: historyAt(deps, reservationWorkflowId(id)),
      nameOf,
      cancelling: await deps.heldCancellations.of([id]),
      answer: await answerOnce(deps, call, `/timeline/${id}`),
    });
  });
  routes.api(staffWebApi.timeline, 'timeline', async ({ params: { reservationId }, visit }) => {
    const reservation = await read(reservationId);
    if (!reservation.ok) return reservation;
    await deps.audit.done(staffOf({ visit }), 'timeline', `reservation ${reservationId}`);
    return allow({
      reservation: reservation.value,
      history: historyAt(deps, reservationWorkflowId(reservationId)),
    });
  });
}

/** Whatever is stuck, late, missing in transit or can't be told of: from the services' own lists and the processes. */
function mountViews(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/timeline/views', 'savedViews', async (call) => {
    const asked = call.request.query.view;
    const view = savedViews.find(({ id }) => id === asked) ?? savedViews[0];
    const staff = staffOf(call);
    const { listed, away } = await readViews(deps, staff);
    const stuck = howMany(listed.get('stuck'));
    deps.whatWaits.told(staff, { '/timeline/views?view=stuck': stuck });
    const shown = listed.get(view.id) ?? { tasks: [], parcels: [], processes: [] };
    const reservations = [
      ...shown.tasks.flatMap(({ subject }) => subject.reservationId ?? []),
      ...shown.processes.flatMap(({ reservationId }) => reservationId ?? []),
    ];
    const atDesk = staff.role === 'prefecturalDesk';
    drawPage(deps, call, ViewsPage, {
      view,
      views: savedViews.map(({ id, name }) => ({ id, name, count: howMany(listed.get(id)) })),
      listed: shown,
      about: await tasksAbout(deps, atDesk ? shown.tasks : []),
      away,
      nameOf: await deps.libraries.names(),
      numberOf: await numbersOfReservations(deps, reservations),
      historyOf: (workflowId: string) => historyAt(deps, workflowId),
      kept:
        view.id === 'stuck'
          ? { check: await deps.agreement.latest(), backup: await deps.lastBackup.latest() }
          : undefined,
      mayAct: mayDo[staff.role].has('tasks'),
      mayReadLetters: mayDo[staff.role].has('deadLetters'),
    });
  });
}

/** Where the history of a process is read, in the Temporal UI. */
function historyAt({ setting }: Pick<StaffWebDeps, 'setting'>, workflowId: string): string {
  const { temporalUiUrl, temporalNamespace } = setting;
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflowId)}`;
}
