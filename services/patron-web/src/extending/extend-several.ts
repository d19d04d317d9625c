import { ReservationIdSchema } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  CalendarDateSchema,
  InstantSchema,
  instantFromDate,
  onLoan,
  type Refusal,
} from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import type { TypedForm } from '../typed-forms/typed-forms.ts';
import { extendLoan, previewExtension } from './extend-loan.ts';
import { ExtendedPage, ExtendSeveralPage, type ExtensionOf } from './extend-several.page.tsx';

/** What a ticked box says: the loan, its wish, and the date that was shown. */
const Ticked = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.tuple([ReservationIdSchema, z.uuid(), CalendarDateSchema]));
const SeveralForm = z.strictObject({
  previewedAt: InstantSchema,
  loan: z
    .union([z.string().transform((one) => [one]), z.array(z.string()).max(50)])
    .pipe(z.array(Ticked))
    .optional(),
});

/** R8. Several loans with one press, each judged by itself and answered by itself. */
export function mountExtendingSeveral(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/my-library/extend', 'patron', (call) => drawSeveral(deps, call));
  routes.form('/my-library/extend', 'patron', async (call) => {
    const { previewedAt, loan: ticked = [] } = parseFields(SeveralForm, call.form);
    if (ticked.length === 0) return sendBack(deps, call, '/my-library/extend', { wrong: ['loan'] });
    const { patronId } = signedIn(call.visit);
    const rows = await rowsOf(deps, call);
    const asked = ticked.filter(([id]) => rows.some(({ reservationId }) => reservationId === id));
    const loans: Extended['loans'] = [];
    // One after the other: a wish that waits for its process does not hold ten of them.
    for (const [reservationId, wishId, confirmDue] of asked) {
      const wish = { reservationId, wishId, confirmDue };
      const extended = await extendLoan(deps, { patronId, previewedAt, ...wish });
      if (extended.ok) loans.push({ reservationId, due: allow(extended.value.due.date) });
      else loans.push({ reservationId, due: extended, again: askedAgain(deps, wish, extended.refusal) });
    }
    const gone = ticked.length - asked.length;
    const sessionId = await call.visit.openSession();
    await deps.typedForms.keep(sessionId, { form: 'extended', previewedAt, loans, gone });
    call.response.redirect(303, '/my-library/extend/done');
  });
  // With an address of its own, so that the browser's back and the switch of languages find it.
  routes.page('/my-library/extend/done', 'patron', async (call) => {
    const extended = await deps.typedForms.read(call.visit.sessionId, 'extended');
    if (!extended) return call.response.redirect(303, '/my-library');
    const rows = await rowsOf(deps, call);
    const loans = extended.loans.flatMap(({ reservationId, ...came }) => {
      const row = rows.find((one) => one.reservationId === reservationId);
      return row ? [{ row, ...came }] : [];
    });
    const { previewedAt, gone } = extended;
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(ExtendedPage, { frame, loans, gone, previewedAt }));
  });
}

type Extended = Extract<TypedForm, { form: 'extended' }>;

/** With which wish, and for which date, a refused extension may be asked for once more. */
function askedAgain(
  { newId }: PatronWebDeps,
  { wishId, confirmDue }: { wishId: string; confirmDue: CalendarDate },
  { code, values }: Refusal,
): Extended['loans'][number]['again'] {
  // The wish may have been carried out all the same: sent again, it is answered once.
  if (code === 'TRY_AGAIN') return { wishId, due: confirmDue };
  const newDue = CalendarDateSchema.safeParse(values?.newDueDate);
  return code === 'PREVIEW_CHANGED' && newDue.success ? { wishId: newId(), due: newDue.data } : undefined;
}

async function rowsOf(deps: PatronWebDeps, call: PatronCall) {
  const rows = await readMyLibrary(deps, signedIn(call.visit).patronId);
  return rows.ok ? rows.value : pageFault(404);
}

async function drawSeveral(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const lent = (await rowsOf(deps, call)).filter(
    ({ open, state, due }) => open && onLoan.has(state) && due !== null,
  );
  const loans = await Promise.all(
    lent.map(async (row): Promise<ExtensionOf> => {
      const preview = await previewExtension(deps, { patronId, reservationId: row.reservationId });
      const due = preview.ok ? allow(preview.value.due.date) : preview;
      return { row, wishId: deps.newId(), due };
    }),
  );
  const { extensionPeriod: period } = await deps.policy.inForce();
  const previewedAt = instantFromDate(deps.now());
  const sent = await sentBack(deps, call);
  const page = h(ExtendSeveralPage, {
    frame: await frameOf(deps, call),
    loans,
    previewedAt,
    period,
    nothing: sent.wrong.length > 0,
  });
  sendPage(call.response, page, statusOf(call.response, sent));
}
