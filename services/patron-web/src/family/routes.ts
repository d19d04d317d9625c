import { UuidSchema } from '@toshobin/contracts';
import { statusOfRefusal } from '@toshobin/service';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { faultsOf } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import type { RememberedCard } from '../sign-in/devices.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { FamilyPage, RememberedSignInPage } from './family.page.tsx';
import { signInRemembered } from './sign-in-remembered.ts';

const RememberForm = z.strictObject({ nickname: z.string().max(1000) });
const OneForm = z.strictObject({ id: UuidSchema });
const PasswordForm = z.strictObject({ password: z.string().max(256) });
/** What can be read on a list: no control characters, nothing that turns the writing around. */
const Nickname = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .regex(/^[^\p{C}]+$/u);

/** A family on one device: another card with its password alone, one at a time (docs/decisions/0012). */
export function mountFamily(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/family', 'public', (call) => drawFamily(deps, call));
  routes.form('/family/remember', 'patron', async (call) => {
    const { nickname: typed } = parseFields(RememberForm, call.form);
    const { patronId, cardLast4 } = signedIn(call.visit);
    const nickname = Nickname.safeParse(typed);
    if (!nickname.success) {
      return sendBack(deps, call, '/family', { typed: { nickname: typed }, wrong: ['nickname'] });
    }
    const card = { patronId, cardLast4, nickname: nickname.data };
    const remembered = await deps.devices.remember(call.request, call.response, card);
    if (remembered === 'full')
      return sendBack(deps, call, '/family', { typed: { nickname: typed }, wrong: ['full'] });
    call.response.redirect(303, '/family');
  });
  routes.form('/family/forget', 'public', async (call) => {
    await deps.devices.forget(call.request, call.response, parseFields(OneForm, call.form).id);
    call.response.redirect(303, '/family');
  });
  routes.form('/family/switch', 'public', async (call) => {
    const card = await cardOf(deps, call, parseFields(OneForm, call.form).id);
    if (card === undefined) return call.response.redirect(303, '/family');
    await call.visit.signOut();
    call.response.redirect(303, `/family/${card.id}`);
  });
  routes.page('/family/:id', 'public', async (call) => {
    const card = await cardOf(deps, call, call.request.params.id);
    // Whoever is signed in signs out first, by the button.
    if (card === undefined || call.visit.principal) return call.response.redirect(303, '/family');
    const { refusal } = await sentBack(deps, call);
    const page = h(RememberedSignInPage, { card, refusal, frame: await frameOf(deps, call) });
    sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
  });
  routes.form('/family/:id', 'public', async (call) => {
    const { password } = parseFields(PasswordForm, call.form);
    const card = await cardOf(deps, call, call.request.params.id);
    if (card === undefined) return call.response.redirect(303, '/family');
    const decision = await signInRemembered(deps, call, { card, password });
    if (!decision.ok) return sendBack(deps, call, `/family/${card.id}`, { refusal: decision.refusal });
    await deps.devices.touch(call.request, call.response);
    const first = decision.value.scope === 'choosePassword';
    call.response.redirect(303, first ? '/password' : '/my-library');
  });
}

/** One of the cards of the browser that asks, nobody else's. */
async function cardOf(
  deps: PatronWebDeps,
  { request }: PatronCall,
  id: unknown,
): Promise<RememberedCard | undefined> {
  return (await deps.devices.cardsOf(request)).find((card) => card.id === id);
}

async function drawFamily(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const cards = await deps.devices.cardsOf(call.request);
  const frame = await frameOf(deps, call);
  const sent = await sentBack(deps, call);
  const typed = (sent.typed.nickname ?? '').slice(0, 20);
  const nickname = frame.say(
    '呼び名を20文字までで入れてください。',
    'Enter a nickname of at most 20 characters.',
  );
  const faults = faultsOf(sent.wrong, { nickname });
  const full = sent.wrong.includes('full');
  sendPage(
    call.response,
    h(FamilyPage, { frame, cards, typed, faults, full }),
    full ? 409 : statusOf(call.response, sent),
  );
}
