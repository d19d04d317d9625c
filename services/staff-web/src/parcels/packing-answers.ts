import type { HeldAnswer, LibraryCode, Parcel, ParcelWithCopy } from '@toshobin/contracts';

import { derivedId } from '@toshobin/service';
import type { Staff, StaffCall, StaffWebDeps } from '../deps.ts';
import { answerOn, sayOn } from '../pages/keep-answer.ts';
import type { Step } from '../scans/when-scanned.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { goOnWithCopy, isReason, packOrAsk, type WayOut, withCopy } from './packing-question.ts';
import { dismissed, noQuestion, sayPacked, sayWay, takenOut } from './packing-words.ts';
import { onPackingList, parcelFor } from './parcel-for.ts';
import { unpack } from './parcel-verbs.ts';

const heldAnswers: Readonly<Record<'stillHeld' | 'stillLent', Readonly<Record<string, HeldAnswer>>>> = {
  stillHeld: { 1: 'unclaimed', 2: 'returned' },
  stillLent: { 1: 'returned' },
};
const ways: Readonly<Record<string, WayOut>> = { 1: 'yuPack', 2: 'nextParcel', 3: 'yuMailAnyway' };

/** What a return parcel asks of the last copy before it goes in. */
export function askedOf(answer: BigAnswer | undefined): keyof typeof heldAnswers | undefined {
  return (['stillHeld', 'stillLent'] as const).find((one) => answer?.offers.includes(one));
}

export function heldAnswerTo(answer: BigAnswer | undefined, number: string): HeldAnswer | undefined {
  const asked = askedOf(answer);
  return asked && heldAnswers[asked][number];
}

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

/** Whether the page asks where the copy that was read last goes, or why it goes home. */
export async function asksOfLast(
  deps: StaffWebDeps,
  parcel: Parcel,
  last: BigAnswer | undefined,
): Promise<boolean> {
  return askedOf(last) !== undefined || (await goesElsewhere(deps, parcel, last)) !== undefined;
}

/** A number that was typed or pressed on the page of a parcel, and why, should it be asked. */
export interface NumberGiven extends Step {
  number: string;
  reason: string;
  /** The copy that the page shows as packed last: another window may have packed since. */
  shown?: string | undefined;
}

interface AtDesk {
  deps: StaffWebDeps;
  call: StaffCall;
  acting: Staff;
  parcel: Parcel;
  /** The answer that stands on the page. */
  last: BigAnswer | undefined;
}

/** A number in answer to what the page asks; 0 takes the last copy out again where nothing is asked. */
export async function answerByNumber(at: AtDesk, { shown, ...given }: NumberGiven): Promise<void> {
  const { deps, call, parcel, last } = at;
  const page = pageOf(parcel);
  const question = await openQuestion(deps, parcel, last);
  if (question) return goOn(at, question, given);
  const library = await goesElsewhere(deps, parcel, last);
  const code = last?.code ?? '';
  if (library !== undefined && given.number === '1') return packElsewhere(at, { library, code }, given);
  if (library !== undefined || askedOf(last))
    return given.number === '0' ? dismiss(at) : call.response.redirect(303, page);
  const packedLast = shown ?? (last?.tone === 'ok' ? code : '');
  if (given.number === '0' && packedLast !== '') return takeOut(at, packedLast, given);
  return sayOn(deps, call, page, noQuestion(given.number));
}

const pageOf = ({ parcelNumber }: Pick<Parcel, 'parcelNumber'>) => `/parcels/${parcelNumber}`;

function dismiss({ deps, call, parcel }: AtDesk): Promise<void> {
  return sayOn(deps, call, pageOf(parcel), dismissed);
}

/** R11. How a copy goes on that takes its parcel beyond the guide. */
async function goOn(
  at: AtDesk,
  { copy: { barcode } }: ParcelWithCopy,
  { number, reason, ...step }: NumberGiven,
): Promise<void> {
  const { deps, call, acting, parcel } = at;
  const way = ways[number];
  if (way === undefined) return dismiss(at);
  const page = pageOf(parcel);
  if (way === 'yuMailAnyway' && !isReason(reason))
    return call.response.redirect(303, `${page}?reason=missing`);
  const scan = { ...step, barcode, way, reason };
  const decision = await goOnWithCopy(deps, acting, parcel.parcelNumber, scan);
  // What was begun goes on in the parcel that the copy is in: the one before is full.
  const then = decision.ok ? pageOf(decision.value) : page;
  return answerOn(deps, call, then, { decision, said: sayWay(way), code: barcode });
}

/** The copy whose scan asked is in the hand: it goes into a parcel to its own library. */
async function packElsewhere(
  { deps, call, acting, parcel }: AtDesk,
  { library, code }: { library: LibraryCode; code: string },
  { factId, occurredAt }: Step,
): Promise<void> {
  const open = { factId: derivedId(factId, 'open'), occurredAt };
  const opened = await parcelFor(deps, acting, { library, direction: 'outward' }, open);
  if (!opened.ok) return answerOn(deps, call, pageOf(parcel), { decision: opened });
  const scan = { factId, occurredAt, barcode: code };
  const decision = await packOrAsk(deps, acting, opened.value.parcelNumber, scan);
  return answerOn(deps, call, pageOf(opened.value), { decision, said: sayPacked, code });
}

async function takeOut(
  { deps, call, acting, parcel }: AtDesk,
  code: string,
  { factId, occurredAt }: Step,
): Promise<void> {
  const { parcelNumber } = parcel;
  const body = { factId, occurredAt, barcode: code };
  const decision = await unpack.doneBy(deps, acting, { params: { parcelNumber }, body });
  return answerOn(deps, call, pageOf(parcel), { decision, said: () => takenOut, code });
}
