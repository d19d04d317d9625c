import { patronWebApi } from '@toshobin/contracts';
import { type CalendarDate, dayOf, instantFromDate, isAfter, readDate } from '@toshobin/lending-rules';
import { RequestFault, statusOfRefusal } from '@toshobin/service';
import { dateIn, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { afterWish } from '../my-library/done-words.ts';
import { inTheWayOf } from '../my-library/in-the-way-of.ts';
import { nextWishId } from '../my-library/next-wish-id.ts';
import { ownOf, ownRow, wishOf } from '../my-library/own-row.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { type SentBack, sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { SuspendPage } from './suspend.page.tsx';
import { suspendReservation, suspensionDays } from './suspend-reservation.ts';

const SuspendForm = z.strictObject({ wishId: z.uuid(), until: z.string().max(100) });

export function mountSuspending(routes: PatronRoutes, deps: PatronWebDeps): void {
  const isToCome = (day: CalendarDate) => isAfter(day, dayOf(instantFromDate(deps.now())));
  routes.page('/my-library/:reservationId/suspend', 'patron', (call) => draw(deps, call));
  routes.form('/my-library/:reservationId/suspend', 'patron', async (call) => {
    const { wishId, until: typed } = parseFields(SuspendForm, call.form);
    const until = readDate(typed);
    const own = ownOf(call);
    const back = (why: Partial<SentBack>) =>
      sendBack(deps, call, `/my-library/${own.reservationId}/suspend`, {
        typed: { until: typed, wishId },
        ...why,
      });
    if (until === undefined || !isToCome(until)) return back({ wrong: ['until'] });
    const decision = await suspendReservation(deps, { ...own, wishId, until });
    if (decision.ok) return call.response.redirect(303, afterWish('suspended', own.reservationId));
    await back({ refusal: decision.refusal });
  });
  routes.api(patronWebApi.suspend, 'patron', async (input) => {
    const { until } = input.body;
    if (!isToCome(until)) {
      const faults = [{ where: 'body.until', message: 'must be after today' }];
      throw new RequestFault(422, 'The input has faults', faults);
    }
    return suspendReservation(deps, { ...wishOf(deps, input), until });
  });
}

async function draw(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const row = await ownRow(deps, call);
  const days = await suspensionDays(deps);
  if (!days.ok) pageFault(404);
  const { first, last } = days.value;
  const sent = await sentBack(deps, call);
  const { until: typed = '' } = sent.typed;
  const frame = await frameOf(deps, call);
  const inTheWay = inTheWayOf('suspend', row);
  const fault = sent.wrong.includes('until');
  const refusal = sent.refusal ?? inTheWay;
  const { language } = frame.front;
  const page = h(SuspendPage, {
    frame,
    row,
    wishId: nextWishId(deps, sent),
    first,
    last,
    typed: typed.slice(0, 20),
    refusal,
    withoutForm: inTheWay !== undefined,
    fault: fault
      ? frame.say(
          `${dateIn(language, first)}から${dateIn(language, last)}までの日を選んでください。`,
          `Please choose a day from ${dateIn(language, first)} to ${dateIn(language, last)}.`,
        )
      : undefined,
  });
  sendPage(call.response, page, fault ? 422 : refusal ? statusOfRefusal(call.response, refusal) : 200);
}
