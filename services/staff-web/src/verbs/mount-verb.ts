import { type Endpoint, LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, dayOf, InstantSchema, instantFromDate, refuse } from '@toshobin/lending-rules';
import { orNone, RequestFault } from '@toshobin/service';
import { pageFault, parseFields, type Visit } from '@toshobin/web';
import { z } from 'zod';
import type { SentForm } from '../answered-forms/answered-forms.ts';
import { endOf } from '../audit/audit-trail.ts';
import { type FormCall, type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { answerOtherCaller, callerDrawnFor } from '../pages/drawn-for.ts';
import { answerOn, sayOn } from '../pages/keep-answer.ts';
import { rowOf } from '../scans/row-of.ts';
import { done } from '../scans/say.ts';
import { byOf } from '../scans/scan-copy.ts';
import { whenScanned } from '../scans/when-scanned.ts';
import { type Input, inputOf, Misread, shapeOf } from './form-fields.ts';
import { MisreadPage, misreadForm } from './misread.page.tsx';
import type { DeclaredForm, DeclaredVerb, Verb, VerbName } from './verb.ts';

/** Declares a verb whose operation answers what it comes to. */
export function verb<K extends VerbName, P, B, A>(
  name: K,
  api: Endpoint<P, Record<string, never>, B, A>,
  declared: Omit<DeclaredVerb<P, B, A, undefined>, 'find'>,
) {
  return verbOn(name, api, { ...declared, find: nothingToFind });
}

export async function nothingToFind(): Promise<Decision<undefined>> {
  return allow(undefined);
}

/** The same, of something that is looked up first. */
export function verbOn<K extends VerbName, P, B, A, F>(
  name: K,
  api: Endpoint<P, Record<string, never>, B, A>,
  declared: DeclaredVerb<P, B, A, F>,
) {
  return verbTelling(name, api, (answer: A) => answer, declared);
}

/** The same, whose operation answers in words of its own. */
export function verbTelling<K extends VerbName, P, B, A, R, F>(
  name: K,
  api: Endpoint<P, Record<string, never>, B, R>,
  tells: Verb<P, B, A, F, R>['tells'],
  declared: DeclaredVerb<P, B, A, F>,
) {
  const form = declared.form && { path: api.path.replace('/api', ''), ...declared.form };
  const whole: Verb<P, B, A, F, R> = { name, api, tells, ...declared, form };
  return {
    ...whole,
    name,
    mount: (routes: StaffRoutes, deps: StaffWebDeps) => mountVerb(routes, deps, whole),
    /** Done on a page of its own, or as part of another verb. */
    doneBy: (deps: StaffWebDeps, as: Staff | DoneBy, input: Input<P, B>) =>
      doneBy(deps, 'staff' in as ? as : { staff: as }, whole, input),
  };
}

function mountVerb<P, B, A, F, R>(routes: StaffRoutes, deps: StaffWebDeps, verb: Verb<P, B, A, F, R>): void {
  routes.api(verb.api, verb.may, async ({ params, body, visit }) => {
    const amiss = Object.entries(amissIn(deps, verb, { params, body }));
    const faults = amiss.map(([field, message]) => ({ where: `body.${field}`, message }));
    if (faults.length > 0) throw new RequestFault(422, 'The input has faults', faults);
    const decision = await perform(deps, visit, verb, { params, body });
    return decision.ok ? allow(await verb.tells(decision.value, deps)) : decision;
  });
  const { form } = verb;
  if (form) routes.form(form.path, verb.may, (call) => answerForm(deps, call, verb, form));
}

function amissIn<P, B>(
  { now }: Pick<StaffWebDeps, 'now'>,
  { amiss }: Pick<DeclaredVerb<P, B, unknown, unknown>, 'amiss'>,
  input: Input<P, B>,
): Readonly<Record<string, string>> {
  return amiss?.(input, dayOf(instantFromDate(now()))) ?? {};
}

/** Carries a verb out, for whoever it is entered for. */
export async function perform<P, B, A, F, R>(
  deps: StaffWebDeps,
  visit: Visit<Staff>,
  verb: Verb<P, B, A, F, R>,
  { params, body }: Input<P, B>,
): Promise<Decision<A>> {
  const acting = await actingIn(deps, staffOf({ visit }), verb, body);
  if (!acting.ok) return acting;
  const sessionId = await visit.openSession();
  const input = { params, body: await timedBody(deps, visit, body) };
  const decision = await doneBy(deps, { staff: acting.value, sessionId }, verb, input);
  if (decision.ok)
    await keepScan(deps, verb, { staff: acting.value, sessionId, input, answer: decision.value });
  return decision;
}

/** A scan can be taken back in its session; one that a pickup library's device sends stands in the list of its page too. */
async function keepScan<P, B, A, F, R>(
  deps: StaffWebDeps,
  verb: Verb<P, B, A, F, R>,
  sent: { staff: Staff; sessionId: string; input: Input<P, B>; answer: A },
): Promise<void> {
  const { staff, sessionId, input, answer } = sent;
  const factId = textIn(input.body, 'factId');
  if (factId === undefined) return;
  if (verb.listed && staff.library !== PREFECTURAL_LIBRARY) {
    const at = new Date(textIn(input.body, 'occurredAt') ?? deps.now());
    const listed = await verb.listed(deps, input, answer);
    await deps.scans.keep(sessionId, rowOf({ ...listed, factId, at, scannedAt: at }));
  } else if (verb.canBeTakenBack) await deps.desk.keepScan(sessionId, factId);
}

/** Whoever does it, for a library that it is entered for as that library; in a session where it is one thing by itself. */
interface DoneBy {
  staff: Staff;
  sessionId?: string | undefined;
}

/** Carries a verb out and writes down how it ended. */
async function doneBy<P, B, A, F, R>(
  deps: StaffWebDeps,
  { staff, sessionId }: DoneBy,
  verb: Verb<P, B, A, F, R>,
  input: Input<P, B>,
): Promise<Decision<A>> {
  const asked = { ...input, staff, sessionId, by: byOf(staff), at: instantFromDate(deps.now()) };
  const { body } = input;
  const found = await verb.find(deps, asked);
  const decision = found.ok ? await verb.carryOut(deps, { ...asked, found: found.value }) : found;
  const deed = {
    action: verb.deed?.(body) ?? verb.name,
    ...endOf(decision),
    reason: verb.why ? verb.why(body) : textIn(body, 'reason'),
    ...(decision.ok && found.ok && verb.changed
      ? { changed: verb.changed(input, found.value) || undefined }
      : {}),
  };
  const [thing, answer] = [found.ok ? found.value : undefined, decision.ok ? decision.value : undefined];
  for (const subject of [verb.subject(input, thing, answer)].flat())
    await deps.audit.write(staff, { ...deed, subject });
  return decision;
}

function textIn(body: unknown, field: string): string | undefined {
  if (typeof body !== 'object' || body === null || !(field in body)) return undefined;
  const value: unknown = Object.entries(body).find(([name]) => name === field)?.[1];
  return typeof value === 'string' ? value : undefined;
}

async function actingIn<B>(
  deps: StaffWebDeps,
  staff: Staff,
  { actsFor }: Pick<DeclaredVerb<unknown, B, unknown, unknown>, 'actsFor'>,
  body: B,
): Promise<Decision<Staff>> {
  return actsFor
    ? actsFor(deps, staff, LibraryCodeSchema.safeParse(textIn(body, 'library')).data, body)
    : allow(staff);
}

/** The time of a scan is the device's, within what its session allows. */
async function timedBody<B>(deps: StaffWebDeps, visit: Visit<Staff>, body: B): Promise<B> {
  const said = InstantSchema.safeParse(textIn(body, 'occurredAt'));
  return said.success ? { ...body, occurredAt: await whenScanned(deps, visit, said.data) } : body;
}

async function answerForm<P, B, A, F, R>(
  deps: StaffWebDeps,
  call: FormCall,
  verb: Verb<P, B, A, F, R>,
  form: DeclaredForm<P, B, A>,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const { agreed, card, ...sent } = call.form;
  const { factId, ...fields } = sent;
  const isOfCard = 'cardNumber' in shapeOf(verb.api.body);
  const isOfAnother = isOfCard && !('cardNumber' in sent) && (await callerDrawnFor(deps, call)) === undefined;
  const read = readOrMisread(deps, verb, {
    path: call.request.params,
    form: 'factId' in shapeOf(verb.api.body) ? sent : fields,
    otherwise: { occurredAt: instantFromDate(deps.now()), cardNumber: card },
    arrange: form.arrange,
  });
  if (read instanceof Misread) {
    if (isOfAnother) return answerOtherCaller(deps, call);
    const again = misreadForm({ form, api: verb.api, sent: call.form, misread: read });
    // What is wrong is in no field that was drawn: nobody typed it.
    if (again === undefined) throw read;
    const action = call.request.originalUrl;
    const of = isOfCard ? await holderOf(deps, sent.cardNumber ?? card) : undefined;
    return drawPage(deps, call, MisreadPage, { action, of, ...again }, read.status);
  }
  const input = read;
  const work = async () => {
    if (isOfAnother) return refuse('STATE_CHANGED');
    const decision = await perform(deps, call.visit, verb, input);
    if (decision.ok) await form.after?.(deps, sessionId, decision.value);
    return decision;
  };
  const nameOf = await deps.libraries.names();
  const page = (answer: A | undefined) =>
    typeof form.page === 'string' ? form.page : form.page(input, answer, call.form);
  const asked = agreed ? undefined : await form.asks?.(deps, { ...input, nameOf, staff: staffOf(call) });
  if (asked) return sayOn(deps, call, page(undefined), asked);
  const decision = form.once
    ? await deps.answeredForms.once(sentForm(call, verb.name, input.body), form.once, work)
    : await work();
  if (isOfAnother && !decision.ok) return answerOtherCaller(deps, call);
  if (form.hidesOthers && !decision.ok && decision.refusal.code === 'NOT_FOUND') pageFault(404);
  const answer = decision.ok ? decision.value : undefined;
  const { draws, said } = form;
  if (draws && decision.ok) {
    const { publicUrl } = deps.setting;
    return drawPage(deps, call, () => draws(decision.value, { ...input, nameOf, publicUrl }), {});
  }
  const [path = '', query] = page(answer).split('?');
  await answerOn(deps, call, path, {
    query: Object.fromEntries(new URLSearchParams(query)),
    decision,
    said: (value) => (typeof said === 'string' ? done(said) : said(value, { ...input, nameOf })),
    code: textIn(input.body, 'barcode') ?? '',
    offers: form.offers,
  });
}

/** What was sent; or what of it can't be read, or can't be meant. */
function readOrMisread<P, B, A, F, R>(
  deps: StaffWebDeps,
  verb: Verb<P, B, A, F, R>,
  sent: Parameters<typeof inputOf<P, B>>[1],
): Input<P, B> | Misread {
  try {
    const input = inputOf(verb.api, sent);
    const amiss = amissIn(deps, verb, input);
    return Object.keys(amiss).length > 0 ? new Misread(Object.keys(amiss), amiss) : input;
  } catch (fault) {
    if (fault instanceof Misread) return fault;
    throw fault;
  }
}

/** A form that is carried out once; what it asks for is told without a card or a reason. */
function sentForm(call: FormCall, name: string, body: unknown): SentForm {
  const { factId } = parseFields(z.looseObject({ factId: z.uuid() }), call.form);
  const untold = ['cardNumber', 'reason', 'factId'];
  const asked = Object.entries(body ?? {}).filter(([field]) => !untold.includes(field));
  const what = [name, ...asked.map(([, value]) => String(value))].join(' ');
  return { factId, account: staffOf(call).account, what };
}

/** Whom a form is about that stands alone on a page. */
async function holderOf({ patron, now }: StaffWebDeps, card: unknown): Promise<string> {
  const cardNumber = String(card);
  const at = instantFromDate(now());
  const holder = await orNone(patron.findByCard({ body: { cardNumber, at } }));
  return `${holder?.name ?? ''}　カード ${cardNumber}`.trim();
}
