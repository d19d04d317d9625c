import {
  type CardApplication,
  isBirthDate,
  type patronApi,
  patronWebApi,
  UuidSchema,
} from '@toshobin/contracts';
import { type Decision, dayOf, instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { RequestFault } from '@toshobin/service';
import { addressGroup, languageOf, pageFault, parseFields, sendPage, serveFile } from '@toshobin/web';
import type { Request } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import type { Fault } from '../pages/field.tsx';
import { type Frame, frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { statusOf } from '../typed-forms/sent-back.ts';
import {
  ApplicationConfirmPage,
  ApplicationDonePage,
  ApplicationFormPage,
} from './card-application.page.tsx';
import { PAPER_STYLE, PaperFormPage } from './paper-form.page.tsx';
import { type Draft, DraftSchema, emptyDraft, readApplication } from './read-application.ts';

type Applied = z.output<typeof patronApi.applyForCard.answer>;

/** The step comes with the button: on to the confirmation, back to the form, or off it goes. */
const Form = DraftSchema.extend({ step: z.enum(['confirm', 'edit', 'send']).default('confirm') });

/** R1. The application for a card: form, confirmation, number; and a form to print for the mail. */
export function mountCardApplication(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/card-application', 'public', async (call) => {
    const draft = emptyDraft(deps.newId());
    drawForm(call, { frame: await frameOf(deps, call), draft, faults: [], refusal: undefined });
  });
  // What follows has an address, of the id alone: the browser's back and forward find what was typed.
  routes.form('/card-application', 'public', async (call) => {
    const { step, ...draft } = parseFields(Form, call.form);
    const sessionId = await call.visit.openSession();
    const keep = (kept: Draft, answer: { judged: boolean; refusal?: Refusal }) => {
      const { applicationId, ...fields } = kept;
      return deps.typedForms.keep(sessionId, { form: 'cardApplication', applicationId, fields, ...answer });
    };
    const goTo = (id: string, page?: 'check' | 'done') => call.response.redirect(303, addressOf(id, page));
    const { applicationId } = draft;
    const read = readApplication(draft, dayOf(instantFromDate(deps.now())));
    if (step === 'edit' || step === 'confirm' || !read.ok) {
      await keep(draft, { judged: step !== 'edit' });
      return goTo(applicationId, step === 'edit' || !read.ok ? undefined : 'check');
    }
    const applied = await apply(deps, read.application, call.request);
    if (applied.ok) {
      const number = applied.value.applicationNumber;
      const arrived = { form: 'cardApplication', applicationId, fields: {}, judged: false, number } as const;
      await deps.typedForms.keep(sessionId, arrived);
      return goTo(applicationId, 'done');
    }
    const { refusal } = applied;
    // The same id with other contents is another application.
    const again = refusal.code === 'STATE_CHANGED' ? { ...draft, applicationId: deps.newId() } : draft;
    await keep(again, { judged: true, refusal });
    goTo(again.applicationId);
  });
  routes.page('/card-application/form', 'public', async (call) => {
    sendPage(call.response, h(PaperFormPage, { frame: await frameOf(deps, call) }));
  });
  mountPagesOfOne(routes, deps);
  routes.file(PAPER_STYLE, 'public', serveFile(new URL('./paper.css', import.meta.url)));
  routes.api(patronWebApi.applyForCard, 'public', async ({ body, request }) => {
    if (!isBirthDate(body.birthDate, dayOf(instantFromDate(deps.now())))) {
      const faults = [
        { where: 'body.birthDate', message: 'must be before today, and at most 120 years ago' },
      ];
      throw new RequestFault(422, 'The input has faults', faults);
    }
    return apply(deps, body, request);
  });
}

/** The pages of one application; whoever comes to one that is not theirs (any more) finds an empty form. */
function mountPagesOfOne(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/card-application/:id', 'public', async (call) => {
    const { typed, frame, draft, read } = await draftOf(deps, call);
    if (typed?.number !== undefined)
      return call.response.redirect(303, addressOf(draft.applicationId, 'done'));
    const faults = typed?.judged && !read.ok ? read.faults : [];
    drawForm(call, { frame, draft, faults, refusal: typed?.refusal });
  });
  routes.page('/card-application/:id/check', 'public', async (call) => {
    const { frame, draft, read } = await draftOf(deps, call);
    // One that has arrived is empty here: its form leads to its number.
    if (!read.ok) return call.response.redirect(303, addressOf(draft.applicationId));
    sendPage(call.response, h(ApplicationConfirmPage, { frame, draft, application: read.application }));
  });
  routes.page('/card-application/:id/done', 'public', async (call) => {
    const { id, typed } = await typedOf(deps, call);
    if (typed?.number === undefined) return call.response.redirect(303, addressOf(id));
    const given = { frame: await frameOf(deps, call), number: typed.number, sender: deps.setting.mailFrom };
    sendPage(call.response, h(ApplicationDonePage, given));
  });
}

const addressOf = (id: string, page?: 'check' | 'done') =>
  `/card-application/${id}${page === undefined ? '' : `/${page}`}`;

/** What this visitor has typed into the application of the address. */
async function typedOf(deps: PatronWebDeps, call: PatronCall) {
  const asked = UuidSchema.safeParse(call.request.params.id);
  if (!asked.success) pageFault(404);
  const id = asked.data;
  const typed = await deps.typedForms.read(call.visit.sessionId, 'cardApplication');
  return { id, typed: typed?.applicationId === id ? typed : undefined };
}

/** The same as it is drawn and judged. */
async function draftOf(deps: PatronWebDeps, call: PatronCall) {
  const { id, typed } = await typedOf(deps, call);
  const frame = await frameOf(deps, call);
  const draft = { ...emptyDraft(id), ...typed?.fields };
  const read = readApplication(draft, dayOf(instantFromDate(deps.now())), frame.say);
  return { typed, frame, draft, read };
}

/** Rate-limited by group of addresses (TRY_AGAIN): nobody has signed in. Mails are in the language of the page. */
async function apply(
  deps: PatronWebDeps,
  application: CardApplication,
  request: Request,
): Promise<Decision<Applied>> {
  if (!(await deps.requests.admit(`card ${addressGroup(request.ip)}`))) return refuse('TRY_AGAIN');
  const at = instantFromDate(deps.now());
  const mailLanguage = languageOf(request);
  return deps.patron.applyForCard({ body: { application, channel: 'online', mailLanguage, at } });
}

function drawForm(
  call: PatronCall,
  given: { frame: Frame; draft: Draft; faults: Fault[]; refusal: Refusal | undefined },
): void {
  const { faults: wrong, refusal } = given;
  sendPage(call.response, h(ApplicationFormPage, given), statusOf(call.response, { wrong, refusal }));
}
