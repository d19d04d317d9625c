import {
  type HeldAnswer,
  HeldAnswerSchema,
  type LibraryCode,
  type Parcel,
  type ParcelDirection,
  type ParcelNumber,
  ParcelNumberSchema,
  type ParcelWithCopy,
  readBarcode,
} from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { type PageCall, pageFault } from '@toshobin/web';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { answerOf, namedIn } from '../pages/draw-page.ts';
import { forLibraryField, scanFields } from '../pages/fields.ts';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import type { Said } from '../scans/say.ts';
import { askWhyHere } from '../scans/scan-copy.ts';
import { type CodeRead, formTimed, type Step, stepFields } from '../scans/when-scanned.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { orWhereItIs } from './not-to-pack.ts';
import {
  goOnWithCopy,
  isReason,
  type PackAnswer,
  packOrAsk,
  type WayOut,
  withCopy,
} from './packing-question.ts';
import { changeable, openParcel, pack, unpack } from './parcel-verbs.ts';

const ScanForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  /** The answer to what is asked of a copy that is held or lent. */
  held: HeldAnswerSchema.optional(),
});
const AnswerForm = z.strictObject({
  ...stepFields,
  about: z.string().max(64),
  answer: z.enum(['0', '1', '2', '3']),
  reason: z.string().max(200).default(''),
  ...forLibraryField,
});
const TYPED_ANSWER = /^[0-3]$/;
/** What the numbers say of a copy that is held, or lent. */
const heldAnswers: Readonly<Record<'stillHeld' | 'stillLent', Readonly<Record<string, HeldAnswer>>>> = {
  stillHeld: { 1: 'unclaimed', 2: 'returned' },
  stillLent: { 1: 'returned' },
};

/** What a return parcel asks of the last copy before it goes in. */
export function askedOf(answer: BigAnswer | undefined): keyof typeof heldAnswers | undefined {
  return (['stillHeld', 'stillLent'] as const).find((one) => answer?.offers.includes(one));
}
const ways: Readonly<Record<string, WayOut>> = { 1: 'yuPack', 2: 'nextParcel', 3: 'yuMailAnyway' };

export const packed: Said = { tone: 'ok', text: '小包に入れました' };
const takenOut: Said = { tone: 'again', text: '小包から出しました' };
const dismissed: Said = { tone: 'again', text: '取り消しました' };
const asking: Said = { tone: 'ask', text: 'ゆうメールの目安を超えます' };

/** The copy that an open question of this page is about, as the parcel would be with it. */
export async function openQuestion(
  deps: StaffWebDeps,
  parcel: Parcel,
  answer: BigAnswer | undefined,
): Promise<ParcelWithCopy | undefined> {
  if (parcel.state !== 'open' || answer?.tone !== 'ask' || answer.code === '') return undefined;
  const seen = await withCopy(deps, parcel.parcelNumber, answer.code);
  return seen.ok && seen.value.goesBeyond ? seen.value : undefined;
}

/** Where the copy that was refused goes, when that is another library than the parcel's. */
export async function goesElsewhere(
  deps: StaffWebDeps,
  parcel: Parcel,
  answer: BigAnswer | undefined,
): Promise<LibraryCode | undefined> {
  if (parcel.state !== 'open' || answer?.tone !== 'stop' || answer.code === '') return undefined;
  const row = await onPackingList(deps, answer.code);
  return row?.pickupLibrary === parcel.library ? undefined : row?.pickupLibrary;
}

async function onPackingList({ shipping }: Pick<StaffWebDeps, 'shipping'>, code: string) {
  const reading = readBarcode(code);
  const list = await shipping.packingList();
  if (!list.ok || !reading.ok) return undefined;
  return list.value.rows.find(({ barcode }) => barcode === reading.number);
}

/** The parcel to or from a library that is being packed, or a new one. */
export async function parcelFor(
  deps: StaffWebDeps,
  staff: Staff,
  to: { library: LibraryCode; direction: ParcelDirection },
  step: Step,
): Promise<Decision<Parcel>> {
  const open = await deps.shipping.listParcels({ query: { ...to, state: 'open' } });
  const [newest] = open.ok ? open.value.parcels : [];
  return newest ? allow(newest) : openParcel.doneBy(deps, staff, { params: {}, body: { ...step, ...to } });
}

/** Packing by scans: copies into a parcel, and the questions that come with them, answered by button or by number. */
export function mountPacking(routes: StaffRoutes, deps: StaffWebDeps): void {
  type Given = CodeRead & { reason: string };

  /** A number in answer to what the page asks; 0 takes the last copy out again where nothing is asked. */
  const answerTo = async (
    call: PageCall<Staff>,
    acting: Staff,
    parcel: Parcel,
    number: string,
    given: Given,
  ) => {
    const page = `/parcels/${parcel.parcelNumber}`;
    const last = await answerOf(deps, call, page);
    const { reason, factId, occurredAt } = given;
    const step = { factId, occurredAt };
    const question = await openQuestion(deps, parcel, last);
    const way = ways[number];
    const code = last?.code ?? '';
    if (question) {
      if (way === undefined) return answerOn(deps, call, page, { decision: allow(dismissed), said });
      if (way === 'yuMailAnyway' && !isReason(reason)) {
        return call.response.redirect(303, `${page}?reason=missing`);
      }
      const { barcode } = question.copy;
      const decision = await goOnWithCopy(deps, acting, parcel.parcelNumber, {
        ...step,
        barcode,
        way,
        reason,
      });
      // What was begun goes on in the parcel that the copy is in: the one before is full.
      const then = decision.ok ? `/parcels/${decision.value.parcelNumber}` : page;
      return answerOn(deps, call, then, { decision, said: sayWay(way), code: barcode });
    }
    const library = await goesElsewhere(deps, parcel, last);
    if (library !== undefined && number === '1') {
      const open = { ...step, factId: derivedId(factId, 'open') };
      const opened = await parcelFor(deps, acting, { library, direction: 'outward' }, open);
      if (!opened.ok) return answerOn(deps, call, page, { decision: opened });
      // The copy whose scan asked is in the hand: it goes in.
      const { parcelNumber } = opened.value;
      const decision = await packOrAsk(deps, acting, parcelNumber, { ...step, barcode: code });
      return answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said: sayPacked, code });
    }
    if (library !== undefined && number === '0') {
      return answerOn(deps, call, page, { decision: allow(dismissed), said });
    }
    if (askedOf(last) && number === '0') {
      return answerOn(deps, call, page, { decision: allow(dismissed), said });
    }
    const canUndo = number === '0' && last?.tone === 'ok' && code !== '';
    const decision = canUndo
      ? await unpack.doneBy(deps, acting, {
          params: { parcelNumber: parcel.parcelNumber },
          body: { ...step, barcode: code },
        })
      : refuse('STATE_CHANGED');
    return answerOn(deps, call, page, { decision, said: () => takenOut, code: canUndo ? code : '' });
  };
  const said = (one: Said) => one;

  const parcelIn = async (acting: Staff, parcelNumber: ParcelNumber): Promise<Parcel> => {
    const parcel = await changeable(deps, acting, parcelNumber);
    return parcel.ok ? parcel.value : pageFault(404);
  };

  routes.form('/parcels/:parcelNumber/pack', 'changeParcels', async (call) => {
    const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
    const page = `/parcels/${parcelNumber}`;
    const { library, code: read, held: pressed, ...step } = await formTimed(deps, call, ScanForm);
    const acting = await actingFor(deps, staffOf(call), library);
    if (!acting.ok) return answerOn(deps, call, page, { decision: acting, code: read });
    const parcel = await parcelIn(acting.value, parcelNumber);
    const number = read.normalize('NFKC').trim();
    const last = await answerOf(deps, call, page);
    const question = askedOf(last);
    const typedHeld = question ? heldAnswers[question][number] : undefined;
    if (typedHeld === undefined && TYPED_ANSWER.test(number)) {
      return answerTo(call, acting.value, parcel, number, { ...step, code: number, reason: '' });
    }
    const other = parcelRead(number);
    if (other !== undefined) return call.response.redirect(303, other);
    const held = pressed ?? typedHeld;
    const [code, typed] = typedHeld && last ? [last.code, last.code] : [read, number];
    // While it is asked how to go on, nothing more is packed: the question stands again.
    if (await openQuestion(deps, parcel, last)) return call.response.redirect(303, page);
    const scan = { ...step, barcode: code };
    const decision =
      typed === ''
        ? refuse('BARCODE_NOT_OURS')
        : parcel.direction === 'outward'
          ? await packOrAsk(deps, acting.value, parcelNumber, scan)
          : inReturnParcel(
              await pack.doneBy(deps, acting.value, { params: { parcelNumber }, body: { ...scan, held } }),
            );
    await answerOn(deps, call, page, { decision, said: sayPacked, code, offers: askWhyHere });
  });

  routes.form('/parcels/:parcelNumber/answer', 'packing', async (call) => {
    const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
    const { answer, about, library: _, ...given } = await formTimed(deps, call, AnswerForm);
    const page = `/parcels/${parcelNumber}`;
    const last = await answerOf(deps, call, page);
    const staff = staffOf(call);
    const parcel = await parcelIn(staff, parcelNumber);
    const isOfThisPage =
      last?.code === about || (await openQuestion(deps, parcel, last))?.copy.barcode === about;
    // A button of a page that is not the last one any more answers nothing.
    if (!isOfThisPage) return call.response.redirect(303, page);
    await answerTo(call, staff, parcel, answer, { ...given, code: about });
  });

  routes.form('/packing', 'packing', async (call) => {
    const { code, library: _, ...step } = await formTimed(deps, call, ScanForm);
    const staff = staffOf(call);
    const other = parcelRead(code);
    if (other !== undefined) return call.response.redirect(303, other);
    const row = await onPackingList(deps, code);
    const open = { ...step, factId: derivedId(step.factId, 'open') };
    const parcel = row
      ? await parcelFor(deps, staff, { library: row.pickupLibrary, direction: 'outward' }, open)
      : await orWhereItIs<Parcel>(
          deps,
          refuse(readBarcode(code).ok ? 'NOT_FOUND' : 'BARCODE_NOT_OURS'),
          code,
        );
    if (!parcel.ok) return answerOn(deps, call, '/packing', { decision: parcel, code });
    const { parcelNumber } = parcel.value;
    const decision = await packOrAsk(deps, staff, parcelNumber, { ...step, barcode: code });
    await answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said: sayPacked, code });
  });
}

/** The page of the parcel whose number was read. */
export function parcelRead(code: string): string | undefined {
  const reading = readBarcode(code);
  return reading.ok && reading.kind === 'parcel' ? `/parcels/${reading.number}` : undefined;
}

function inReturnParcel(decision: Decision<Parcel>): Decision<PackAnswer> {
  return decision.ok ? allow({ packed: decision.value }) : decision;
}

function sayPacked(answer: PackAnswer): Said {
  return 'asks' in answer ? asking : packed;
}

function sayWay(way: WayOut): (parcel: Parcel) => Said {
  return ({ parcelNumber }) => {
    switch (way) {
      case 'yuPack':
        return { ...packed, detail: 'ゆうパックにします' };
      case 'nextParcel':
        return { tone: 'next', text: '次の小包に入れました', detail: `小包 ${parcelNumber}` };
      case 'yuMailAnyway':
        return { ...packed, detail: '理由を記録しました' };
    }
  };
}
