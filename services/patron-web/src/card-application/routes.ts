import { type CardApplication, patronApi, patronWebApi } from '@toshobin/contracts';
import {
  type Decision,
  dayOf,
  instantFromDate,
  isAfter,
  type Refusal,
  refuse,
} from '@toshobin/lending-rules';
import { RequestFault, refusalStatus } from '@toshobin/service';
import { addressGroup, type PageCall, parseFields, sendPage, serveStyle } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { Fault } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
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
  routes.page('/card-application', 'public', (call) =>
    drawForm(deps, call, { draft: emptyDraft(deps.newId()) }),
  );
  routes.form('/card-application', 'public', async (call) => {
    const { step, ...draft } = parseFields(Form, call.form);
    if (step === 'edit') return drawForm(deps, call, { draft });
    const frame = await frameOf(deps, call);
    const read = readApplication(draft, dayOf(instantFromDate(deps.now())), frame.say);
    if (!read.ok) return drawForm(deps, call, { draft, faults: read.faults });
    const { application } = read;
    if (step === 'confirm') {
      return sendPage(call.response, h(ApplicationConfirmPage, { frame, draft, application }));
    }
    const applied = await apply(deps, application, call.request.ip);
    if (applied.ok) {
      // Not a redirect: sent again by a reload, it is the same application and the same number.
      const number = applied.value.applicationNumber;
      return sendPage(call.response, h(ApplicationDonePage, { frame, number }));
    }
    const { refusal } = applied;
    // The same id with other contents is another application.
    const again = refusal.code === 'STATE_CHANGED' ? { ...draft, applicationId: deps.newId() } : draft;
    await drawForm(deps, call, { draft: again, refusal });
  });
  routes.page('/card-application/form', 'public', async (call) => {
    sendPage(call.response, h(PaperFormPage, { frame: await frameOf(deps, call) }));
  });
  routes.file(PAPER_STYLE, 'public', serveStyle(new URL('./paper.css', import.meta.url)));
  routes.api(patronWebApi.applyForCard, 'public', async ({ body, request }) => {
    if (isAfter(body.birthDate, dayOf(instantFromDate(deps.now())))) {
      const faults = [{ where: 'body.birthDate', message: 'must not be after today' }];
      throw new RequestFault(422, 'The input has faults', faults);
    }
    return apply(deps, body, request.ip);
  });
}

/** Rate-limited by group of addresses (TRY_AGAIN): nobody has signed in. */
async function apply(
  deps: PatronWebDeps,
  application: CardApplication,
  ip: string | undefined,
): Promise<Decision<Applied>> {
  if (!(await deps.requests.admit(`card ${addressGroup(ip)}`))) return refuse('TRY_AGAIN');
  const at = instantFromDate(deps.now());
  return deps.patron.call(patronApi.applyForCard, { body: { application, channel: 'online', at } });
}

async function drawForm(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  given: { draft: Draft; faults?: Fault[]; refusal?: Refusal },
): Promise<void> {
  const { draft, faults = [], refusal } = given;
  const page = h(ApplicationFormPage, { frame: await frameOf(deps, call), draft, faults, refusal });
  const status = refusal ? refusalStatus(refusal.code) : faults.length > 0 ? 422 : 200;
  sendPage(call.response, page, status);
}
