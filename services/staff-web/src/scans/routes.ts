import { patronApi, readBarcode, readBarcodeOf, staffWebApi } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { bookDropOf, scanFields, type WhereFrom, WhereFromSchema } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { receiveParcel } from '../parcels/work-on-parcel.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { handOut } from './hand-out.ts';
import { inOneLine, type Occasion, say } from './say.ts';
import { handIn, notOnShelf, pick, processReturn } from './scan-copy.ts';
import { ArrivalsPage, type CardShown, HandInPage, HandOutPage, ReturnsPage } from './scan-pages.tsx';

const ScanFormSchema = z.strictObject(scanFields);
const BackForm = z.strictObject({ ...scanFields, from: WhereFromSchema });

export function mountScans(routes: StaffRoutes, deps: StaffWebDeps): void {
  const now = () => instantFromDate(deps.now());
  const desk = async (call: PageCall<Staff>, page: string) => ({
    frame: frameOf(deps, call),
    answer: await deps.desk.answer(await call.visit.openSession(), page),
    factId: deps.newId(),
  });
  const saying = async (occasion: Occasion) => {
    const nameOf = await deps.libraries.names();
    return (answer: Parameters<typeof say>[0]) => say(answer, occasion, nameOf);
  };

  routes.page('/returns', 'processReturn', async (call) => {
    sendPage(call.response, h(ReturnsPage, { ...(await desk(call, '/returns')), from: fromOf(call) }));
  });
  routes.form('/returns', 'processReturn', async (call) => {
    const { factId, code, occurredAt = now(), from } = parseFields(BackForm, call.form);
    const scan = { factId, barcode: code, occurredAt, ...bookDropOf(from) };
    const decision =
      code === '' ? refuse('BARCODE_NOT_OURS') : await processReturn(deps, staffOf(call), scan);
    await answerOn(deps, call, '/returns', { decision, said: await saying('return'), code, from });
  });
  routes.page('/hand-in', 'handIn', async (call) => {
    sendPage(call.response, h(HandInPage, { ...(await desk(call, '/hand-in')), from: fromOf(call) }));
  });
  routes.form('/hand-in', 'handIn', async (call) => {
    const { factId, code, occurredAt = now(), from } = parseFields(BackForm, call.form);
    const scan = { factId, barcode: code, occurredAt, ...bookDropOf(from) };
    const decision = code === '' ? refuse('BARCODE_NOT_OURS') : await handIn(deps, staffOf(call), scan);
    await answerOn(deps, call, '/hand-in', { decision, said: await saying('handIn'), code, from });
  });
  routes.page('/arrivals', 'receiveParcel', async (call) => {
    sendPage(call.response, h(ArrivalsPage, await desk(call, '/arrivals')));
  });
  routes.form('/arrivals', 'receiveParcel', async (call) => {
    const { factId, code, occurredAt = now() } = parseFields(ScanFormSchema, call.form);
    const reading = readBarcodeOf('parcel', code);
    const decision = reading.ok
      ? await receiveParcel(deps, staffOf(call), reading.number, { factId, occurredAt })
      : misread(reading);
    const said = (parcel: { lines: readonly { arrived: boolean }[] }) => {
      const received = parcel.lines.filter((line) => line.arrived).length;
      const text = `${parcel.lines.length}点のうち${received}点を受け付けました`;
      return { tone: 'ok' as const, text, detail: '取り置き番号の順に棚へ置いてください', notes: [] };
    };
    await answerOn(deps, call, '/arrivals', { decision, said, code });
  });
  mountHandOut(routes, deps, { desk, saying, now });

  const spoken = async (occasion: Occasion, decision: Awaited<ReturnType<typeof pick>>) => {
    if (!decision.ok) return decision;
    const said = (await saying(occasion))(decision.value);
    return allow({ answer: decision.value, say: inOneLine(said) });
  };
  routes.api(staffWebApi.pick, 'pick', async ({ body, visit }) =>
    spoken('pick', await pick(deps, staffOf({ visit }), body)),
  );
  routes.api(staffWebApi.notOnShelf, 'pick', async ({ body, visit }) =>
    spoken('notOnShelf', await notOnShelf(deps, staffOf({ visit }), body)),
  );
  routes.api(staffWebApi.processReturn, 'processReturn', async ({ body, visit }) =>
    spoken('return', await processReturn(deps, staffOf({ visit }), body)),
  );
  routes.api(staffWebApi.handIn, 'handIn', async ({ body, visit }) =>
    spoken('handIn', await handIn(deps, staffOf({ visit }), body)),
  );
  routes.api(staffWebApi.handOut, 'handOut', async ({ body, visit }) =>
    spoken('handOut', await handOut(deps, staffOf({ visit }), body)),
  );
}

/** What was chosen for the copy before, since they come in piles. */
function fromOf(call: PageCall<Staff>): WhereFrom {
  return WhereFromSchema.catch('counter').parse(call.request.query.from);
}

/** A number that can't be what was asked for. */
export function misread(
  reading: Exclude<ReturnType<typeof readBarcodeOf>, { ok: true }>,
): Extract<Decision<never>, { ok: false }> {
  if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('BARCODE_NOT_OURS');
  return refuse('BARCODE_WRONG_KIND', { expected: reading.expected, actual: reading.actual });
}

function mountHandOut(
  routes: StaffRoutes,
  deps: StaffWebDeps,
  {
    desk,
    saying,
    now,
  }: {
    desk: (call: PageCall<Staff>, page: string) => Promise<Omit<Parameters<typeof HandOutPage>[0], 'card'>>;
    saying: (occasion: Occasion) => Promise<(answer: Parameters<typeof say>[0]) => ReturnType<typeof say>>;
    now: () => ReturnType<typeof instantFromDate>;
  },
): void {
  const cardShown = async (call: PageCall<Staff>): Promise<CardShown | undefined> => {
    const cardNumber = await deps.desk.shownCard(await call.visit.openSession(), deps.now());
    if (cardNumber === undefined) return undefined;
    const card = await deps.patron.call(patronApi.resolveCard, { body: { cardNumber, at: now() } });
    if (!card.ok) return undefined;
    const { cardLast4: last4, cardStatus: status, reservations, loans, loanLimit } = card.value;
    const { library } = staffOf(call);
    const held = reservations.filter((one) => one.state === 'ready' && one.pickupLibrary === library).length;
    return { last4, status, held, loans, loanLimit };
  };
  routes.page('/hand-out', 'handOut', async (call) => {
    const [parts, card] = [await desk(call, '/hand-out'), await cardShown(call)];
    sendPage(call.response, h(HandOutPage, { ...parts, card }));
  });
  routes.form('/hand-out', 'handOut', async (call) => {
    const { factId, code, occurredAt = now() } = parseFields(ScanFormSchema, call.form);
    const sessionId = await call.visit.openSession();
    const reading = readBarcode(code);
    if (reading.ok && reading.kind === 'card') {
      const card = await deps.patron.call(patronApi.resolveCard, {
        body: { cardNumber: reading.number, at: occurredAt },
      });
      if (card.ok) await deps.desk.showCard(sessionId, reading.number, deps.now());
      else await deps.desk.forgetCard(sessionId);
      const said = () => ({ tone: 'wait' as const, text: '資料を読み取ってください', detail: '', notes: [] });
      return answerOn(deps, call, '/hand-out', { decision: card, said, code: '' });
    }
    const cardNumber = await deps.desk.shownCard(sessionId, deps.now());
    if (cardNumber === undefined && reading.ok && reading.kind === 'copy') {
      const said = () => ({
        tone: 'ask' as const,
        text: 'はじめに貸出カードを読み取ってください',
        detail: '',
        notes: ['まだお渡ししないでください'],
      });
      return answerOn(deps, call, '/hand-out', { decision: allow(undefined), said, code });
    }
    const decision =
      cardNumber === undefined || code === ''
        ? misread(readOrNotOurs(code))
        : await handOut(deps, staffOf(call), { factId, occurredAt, barcode: code, cardNumber });
    await answerOn(deps, call, '/hand-out', { decision, said: await saying('handOut'), code });
  });
  routes.form('/hand-out/done', 'handOut', async (call) => {
    const sessionId = await call.visit.openSession();
    await deps.desk.forgetCard(sessionId);
    const said = () => ({ tone: 'wait' as const, text: '読み取りを待っています', detail: '', notes: [] });
    await answerOn(deps, call, '/hand-out', { decision: allow(undefined), said, code: '' });
  });
}

function readOrNotOurs(code: string): Exclude<ReturnType<typeof readBarcodeOf>, { ok: true }> {
  const reading = readBarcodeOf('card', code);
  return reading.ok ? { ok: false, refusal: 'BARCODE_NOT_OURS' } : reading;
}
