import {
  HeldAnswerSchema,
  type Parcel,
  type ParcelNumber,
  ParcelNumberSchema,
  readBarcode,
  readBarcodeOf,
  refuseMisreadOf,
} from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { pageFault } from '@toshobin/web';
import { z } from 'zod';
import { type FormCall, type Staff, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { answerOf, namedIn } from '../pages/draw-page.ts';
import { askedField, forLibraryField, scanFields, shownField, standingOn } from '../pages/fields.ts';
import { answerOn, sayOn } from '../pages/keep-answer.ts';
import { isDigit } from '../scans/digits.ts';
import { askWhyHere } from '../scans/scan-copy.ts';
import { formTimed, stepFields } from '../scans/when-scanned.ts';
import { orWhereItIs } from './not-to-pack.ts';
import { answerByNumber, asksOfLast, heldAnswerTo, openQuestion } from './packing-answers.ts';
import { type PackAnswer, packOrAsk } from './packing-question.ts';
import { noQuestion, sayPacked } from './packing-words.ts';
import { onPackingList, parcelFor } from './parcel-for.ts';
import { changeable, pack, readParcel } from './parcel-verbs.ts';
import { noSuchParcel } from './parcel-words.ts';
import { labelIn, refuseLabel } from './tracking-number.ts';

const ScanForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  ...shownField,
  ...askedField,
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

/** Packing by scans: copies into a parcel, and the questions that come with them, answered by button or by number. */
export function mountPacking(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form('/parcels/:parcelNumber/pack', 'changeParcels', (call) => packScanned(deps, call));
  routes.form('/parcels/:parcelNumber/answer', 'packing', (call) => answerPressed(deps, call));
  routes.form('/packing', 'packing', (call) => packFromList(deps, call));
}

async function parcelIn(deps: StaffWebDeps, acting: Staff, parcelNumber: ParcelNumber): Promise<Parcel> {
  const parcel = await changeable(deps, acting, parcelNumber);
  return parcel.ok ? parcel.value : pageFault(404);
}

/** What was read on the page of a parcel: a copy for it, another parcel, or a number in place of a button. */
async function packScanned(deps: StaffWebDeps, call: FormCall): Promise<void> {
  const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
  const page = `/parcels/${parcelNumber}`;
  const { library, code: read, held: pressed, shown, asked, ...step } = await formTimed(deps, call, ScanForm);
  const acting = await actingFor(deps, staffOf(call), library);
  if (!acting.ok) return answerOn(deps, call, page, { decision: acting, code: read });
  const parcel = await parcelIn(deps, acting.value, parcelNumber);
  const number = read.normalize('NFKC').trim();
  const last = await answerOf(deps, call, page);
  const standing = standingOn({ asked }, last);
  const typedHeld = heldAnswerTo(standing, number);
  if (typedHeld === undefined && TYPED_ANSWER.test(number)) {
    const at = { deps, call, acting: acting.value, parcel, last: standing };
    return answerByNumber(at, { ...step, number, reason: '', shown });
  }
  const asks = () => openQuestion(deps, parcel, last);
  if (await ledToParcel(deps, call, acting.value, { page, code: number, asks })) return;
  const held = pressed ?? typedHeld;
  const [code, typed] = typedHeld && standing ? [standing.code, standing.code] : [read, number];
  // While it is asked how to go on, nothing more is packed: the question stands again.
  if (await openQuestion(deps, parcel, isDigit(code) ? standing : last))
    return call.response.redirect(303, page);
  // So it does where another copy may follow, after what is none.
  if (!readBarcodeOf('copy', code).ok && (await asksOfLast(deps, parcel, standing)))
    return call.response.redirect(303, page);
  if (isDigit(code)) return sayOn(deps, call, page, noQuestion(code));
  const scan = { ...step, barcode: code };
  const decision =
    typed === ''
      ? refuse('BARCODE_NOT_OURS')
      : labelIn(typed) !== undefined
        ? refuseLabel('資料')
        : parcel.direction === 'outward'
          ? await packOrAsk(deps, acting.value, parcelNumber, scan)
          : inReturnParcel(
              await pack.doneBy(deps, acting.value, { params: { parcelNumber }, body: { ...scan, held } }),
            );
  await answerOn(deps, call, page, { decision, said: sayPacked, code, offers: askWhyHere });
}

async function answerPressed(deps: StaffWebDeps, call: FormCall): Promise<void> {
  const parcelNumber = namedIn(call, 'parcelNumber', ParcelNumberSchema);
  const { answer, about, library: _, ...given } = await formTimed(deps, call, AnswerForm);
  const page = `/parcels/${parcelNumber}`;
  const last = await answerOf(deps, call, page);
  const acting = staffOf(call);
  const parcel = await parcelIn(deps, acting, parcelNumber);
  const isOfThisPage =
    last?.code === about || (await openQuestion(deps, parcel, last))?.copy.barcode === about;
  // A button of a page that is not the last one any more answers nothing.
  if (!isOfThisPage) return call.response.redirect(303, page);
  await answerByNumber({ deps, call, acting, parcel, last }, { ...given, number: answer });
}

/** A copy that waits goes into the parcel for its library, or leads to the parcel whose number was read. */
async function packFromList(deps: StaffWebDeps, call: FormCall): Promise<void> {
  const { code, factId, occurredAt } = await formTimed(deps, call, ScanForm);
  const step = { factId, occurredAt };
  const staff = staffOf(call);
  if (isDigit(code)) return sayOn(deps, call, '/packing', noQuestion(code));
  if (await ledToParcel(deps, call, staff, { page: '/packing', code })) return;
  const row = await onPackingList(deps, code);
  const open = { ...step, factId: derivedId(step.factId, 'open') };
  const parcel = row
    ? await parcelFor(deps, staff, { library: row.pickupLibrary, direction: 'outward' }, open)
    : await orWhereItIs<Parcel>(
        deps,
        readBarcodeOf('copy', code).ok ? refuse('NOT_FOUND') : refuseMisreadOf('copy', code),
        code,
      );
  if (!parcel.ok) return answerOn(deps, call, '/packing', { decision: parcel, code });
  const { parcelNumber } = parcel.value;
  const decision = await packOrAsk(deps, staff, parcelNumber, { ...step, barcode: code });
  await answerOn(deps, call, `/parcels/${parcelNumber}`, { decision, said: sayPacked, code });
}

interface ReadOn {
  page: string;
  code: string;
  query?: { library: Staff['library'] | undefined };
  /** What the page asks, which stands again then. */
  asks?: () => Promise<unknown>;
}

/** Opens the parcel whose number was read, and is done; of one that there is not it is said here, where the reader is. */
export async function ledToParcel(
  deps: StaffWebDeps,
  call: FormCall,
  staff: Staff,
  { page, code, asks, ...at }: ReadOn,
): Promise<boolean> {
  const reading = readBarcode(code);
  if (!reading.ok || reading.kind !== 'parcel') return false;
  const parcel = await readParcel(deps, staff, ParcelNumberSchema.parse(reading.number));
  if (parcel.ok) call.response.redirect(303, `/parcels/${parcel.value.parcelNumber}`);
  else if (await asks?.()) call.response.redirect(303, page);
  else await sayOn(deps, call, page, noSuchParcel, { code: reading.number, ...at });
  return true;
}

function inReturnParcel(decision: Decision<Parcel>): Decision<PackAnswer> {
  return decision.ok ? allow({ packed: decision.value }) : decision;
}
