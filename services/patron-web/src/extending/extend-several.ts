import { ReservationIdSchema } from '@toshobin/contracts';
import { allow, CalendarDateSchema, InstantSchema, instantFromDate, onLoan } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { type ComponentProps, h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
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
    const asked = ticked.flatMap(([reservationId, wishId, confirmDue]) => {
      const row = rows.find((one) => one.reservationId === reservationId);
      return row ? [{ row, reservationId, wishId, confirmDue }] : [];
    });
    const loans: ExtensionOf[] = [];
    const again: ComponentProps<typeof ExtendedPage>['again'][number][] = [];
    // One after the other: a wish that waits for its process does not hold ten of them.
    for (const { row, ...wish } of asked) {
      const extended = await extendLoan(deps, { patronId, previewedAt, ...wish });
      const due = extended.ok ? allow(extended.value.due.date) : extended;
      loans.push({ row, wishId: wish.wishId, due });
      if (due.ok) continue;
      // It may have been carried out all the same: the same wish is answered once.
      if (due.refusal.code === 'TRY_AGAIN') again.push({ row, wishId: wish.wishId, due: wish.confirmDue });
      const newDue = CalendarDateSchema.safeParse(due.refusal.values?.newDueDate);
      if (due.refusal.code === 'PREVIEW_CHANGED' && newDue.success) {
        again.push({ row, wishId: deps.newId(), due: newDue.data });
      }
    }
    const gone = ticked.length - asked.length;
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(ExtendedPage, { frame, loans, again, gone, previewedAt }));
  });
}

async function rowsOf(deps: PatronWebDeps, call: PageCall<SignedIn>) {
  const rows = await readMyLibrary(deps, signedIn(call.visit).patronId);
  return rows.ok ? rows.value : pageFault(404);
}

async function drawSeveral(deps: PatronWebDeps, call: PageCall<SignedIn>): Promise<void> {
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
  sendPage(call.response, page, statusOf(sent));
}
