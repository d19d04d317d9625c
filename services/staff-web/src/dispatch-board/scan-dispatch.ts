import { type Parcel, type ParcelNumber, ParcelNumberSchema, readBarcodeOf } from '@toshobin/contracts';
import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { reasonBeyondGuide } from '../parcels/packing-question.ts';
import { dispatch, readParcel } from '../parcels/parcel-verbs.ts';
import { modeWords } from '../parcels/parcel-words.ts';
import type { Staff } from '../roles.ts';
import type { Said } from '../scans/say.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';

/** What a scan at the dispatch desk led to: the parcel is with the post, or its tracking number is read next. */
export type Dispatched = { parcel: Parcel } | { asksNumberOf: Parcel };

/**
 * R11. A parcel is dispatched by its own scan; one that goes by Yu-Pack waits for the number of its label, which is read
 * next. Refuses as dispatching does; TRACKING_NUMBER_REQUIRED for a number that is none while one is waited for.
 *
 * @param last the answer that stands on the page: what it waits for
 */
export async function scanDispatch(
  deps: StaffWebDeps,
  staff: Staff,
  scan: { code: string; factId: string; occurredAt: Instant },
  last: BigAnswer | undefined,
): Promise<Decision<Dispatched>> {
  const { code, ...step } = scan;
  const reading = readBarcodeOf('parcel', code);
  const named = reading.ok ? await readParcel(deps, staff, reading.number) : undefined;
  if (named?.ok) return dispatchNamed(deps, staff, named.value, step);
  const waits = last?.tone === 'ask' ? ParcelNumberSchema.safeParse(last.code).data : undefined;
  if (waits === undefined) return refuse(reading.ok ? 'NOT_FOUND' : 'BARCODE_NOT_OURS');
  const body = { ...step, mode: 'yuPack' as const, trackingNumber: code };
  return sent(await dispatch.doneBy(deps, { staff }, { params: { parcelNumber: waits }, body }));
}

async function dispatchNamed(
  deps: StaffWebDeps,
  staff: Staff,
  parcel: Parcel,
  step: { factId: string; occurredAt: Instant },
): Promise<Decision<Dispatched>> {
  const { parcelNumber } = parcel;
  if (parcel.direction === 'return' || parcel.lines.length === 0) return refuse('STATE_CHANGED');
  if (parcel.state !== 'open') return refuse('PARCEL_ALREADY_DISPATCHED');
  const reason = parcel.mode === 'yuPack' ? await reasonBeyondGuide(deps, parcelNumber) : undefined;
  if (parcel.mode === 'yuPack' && reason === undefined) return allow({ asksNumberOf: parcel });
  const body = { ...step, mode: 'yuMail' as const, reason };
  return sent(await dispatch.doneBy(deps, { staff }, { params: { parcelNumber }, body }));
}

function sent(decision: Decision<Parcel>): Decision<Dispatched> {
  return decision.ok ? allow({ parcel: decision.value }) : decision;
}

/** Which parcel an answer is about: the number that is waited for stands in it. */
export function parcelOf(done: Dispatched): ParcelNumber {
  return 'parcel' in done ? done.parcel.parcelNumber : done.asksNumberOf.parcelNumber;
}

export function sayDispatched(done: Dispatched, nameOf: (code: string) => string): Said {
  if ('asksNumberOf' in done) {
    return {
      tone: 'ask',
      line: `ゆうパック　${nameOf(done.asksNumberOf.library)}あて`,
      text: '次に、伝票の\nお問い合わせ番号を読む',
      detail: '',
      notes: [],
    };
  }
  const { library, mode, lines, postageYen } = done.parcel;
  const yen = postageYen === null ? '' : `　${postageYen.toLocaleString('ja-JP')}円`;
  const detail = `${nameOf(library)}あて　${modeWords[mode]}　${lines.length}点${yen}`;
  return { tone: 'next', text: '発送しました', detail, notes: [] };
}
