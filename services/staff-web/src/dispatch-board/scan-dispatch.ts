import {
  type Parcel,
  type ParcelNumber,
  ParcelNumberSchema,
  readBarcodeOf,
  refuseMisread,
} from '@toshobin/contracts';
import { allow, type CalendarDate, type Decision, refuse } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { dayItWaitsFor, sayOffItsDay } from '../parcels/off-its-day.ts';
import { dispatch, readParcel, sayNotDispatched, takeBackDispatch } from '../parcels/parcel-verbs.ts';
import { modeWords } from '../parcels/parcel-words.ts';
import { labelIn, refuseLabel } from '../parcels/tracking-number.ts';
import type { Said } from '../scans/say.ts';
import type { CodeRead, Step } from '../scans/when-scanned.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';

/**
 * What a scan at the dispatch desk led to: the parcel is with the post (`left`), its tracking number is read next
 * (`label`), it is no parcel of today's run (`today`), another one's number is still awaited (`first`), it is left
 * for later (`later`), or what had just left did not (`undone`).
 */
export type Dispatched =
  | { is: 'left' | 'label' | 'undone'; parcel: Parcel }
  | { is: 'today'; parcel: Parcel; day: CalendarDate }
  | { is: 'first' | 'later'; parcel: { parcelNumber: ParcelNumber } };

/** What stands in 操作の記録 where nobody is asked why: the wrong parcel was read. */
const READ_BY_MISTAKE = '読み取ってすぐの取り消し';

/** The parcel that an answer on the page asks that of. */
function askedOf(last: BigAnswer | undefined, offer: 'dispatchToday' | 'trackingNumber' | 'notDispatched') {
  return last?.offers.includes(offer) ? ParcelNumberSchema.safeParse(last.code).data : undefined;
}

/**
 * R11. A parcel is dispatched by its own scan; Yu-Mail that is planned for another day only after 1 was answered to that
 * question, and one that goes by Yu-Pack waits for the number of its label, which is read next: no other parcel leaves
 * before it. 0 leaves the parcel for later, and so does another parcel that is read instead of an answer: nothing was
 * recorded of the first. 0 takes back what has just left. Refuses as dispatching does, or taking it back.
 *
 * @param last the answer that stands on the page: what it waits for
 */
export async function scanDispatch(
  deps: StaffWebDeps,
  staff: Staff,
  { code, ...step }: CodeRead,
  last: BigAnswer | undefined,
): Promise<Decision<Dispatched>> {
  const number = code.normalize('NFKC').trim();
  const [asked, awaited] = [askedOf(last, 'dispatchToday'), askedOf(last, 'trackingNumber')];
  const stands = asked ?? awaited;
  if (number === '0' && stands !== undefined) return allow({ is: 'later', parcel: { parcelNumber: stands } });
  const left = askedOf(last, 'notDispatched');
  if (number === '0' && left !== undefined) {
    const of = { params: { parcelNumber: left }, body: { ...step, reason: READ_BY_MISTAKE } };
    const taken = await takeBackDispatch.doneBy(deps, staff, of);
    return taken.ok ? allow({ is: 'undone', parcel: taken.value }) : taken;
  }
  if (asked !== undefined && number === '1') return byYuMail(deps, staff, { parcelNumber: asked }, step);
  const reading = readBarcodeOf('parcel', code);
  const named = reading.ok ? await readParcel(deps, staff, reading.number) : undefined;
  if (named?.ok && awaited !== undefined && named.value.parcelNumber !== awaited)
    return allow({ is: 'first', parcel: { parcelNumber: awaited } });
  if (named?.ok) return dispatchNamed(deps, staff, named.value, step);
  if (awaited === undefined) {
    if (reading.ok) return refuse('NOT_FOUND');
    return labelIn(code) === undefined ? refuseMisread(reading) : refuseLabel('小包');
  }
  const body = { ...step, mode: 'yuPack' as const, trackingNumber: code };
  return sent(await dispatch.doneBy(deps, staff, { params: { parcelNumber: awaited }, body }));
}

async function dispatchNamed(
  deps: StaffWebDeps,
  staff: Staff,
  parcel: Parcel,
  step: Step,
): Promise<Decision<Dispatched>> {
  if (parcel.direction === 'return' || parcel.lines.length === 0) return refuse('STATE_CHANGED');
  if (parcel.state !== 'open') return refuse('PARCEL_ALREADY_DISPATCHED');
  if (parcel.mode === 'yuPack') return allow({ is: 'label', parcel });
  const day = await dayItWaitsFor(deps, parcel, 'yuMail');
  if (day !== undefined) return allow({ is: 'today', parcel, day });
  return byYuMail(deps, staff, parcel, step);
}

async function byYuMail(
  deps: StaffWebDeps,
  staff: Staff,
  { parcelNumber }: Pick<Parcel, 'parcelNumber'>,
  step: Step,
) {
  const body = { ...step, mode: 'yuMail' as const };
  return sent(await dispatch.doneBy(deps, staff, { params: { parcelNumber }, body }));
}

function sent(decision: Decision<Parcel>): Decision<Dispatched> {
  return decision.ok ? allow({ is: 'left', parcel: decision.value }) : decision;
}

/** A parcel was handed to the post from here; 0 says that it was not. */
export const hasLeft = { tone: 'next', text: '発送しました', offers: ['notDispatched'] } satisfies Said;

export function sayDispatched(done: Dispatched, nameOf: (code: string) => string): Said {
  switch (done.is) {
    case 'undone':
      return sayNotDispatched(done.parcel);
    case 'later':
      return { tone: 'again', text: 'まだ出しません', detail: '小包は発送していません。' };
    case 'first':
      return {
        tone: 'stop',
        line: '今の小包は発送していません',
        text: '前の小包のお問い合わせ番号が\nまだです',
        detail: `小包 ${done.parcel.parcelNumber} の伝票を読んでください。出さないときは 0 です。今の小包は、その後で読み直してください。`,
        offers: ['trackingNumber'],
      };
    case 'label':
      return {
        tone: 'ask',
        line: `ゆうパック　${nameOf(done.parcel.library)}あて`,
        text: '次に、伝票の\nお問い合わせ番号を読む',
        offers: ['trackingNumber'],
      };
    case 'today':
      return sayOffItsDay(nameOf(done.parcel.library), done.day);
    case 'left': {
      const { library, mode, lines, postageYen } = done.parcel;
      const yen = postageYen === null ? '' : `　${postageYen.toLocaleString('ja-JP')}円`;
      const detail = `${nameOf(library)}あて　${modeWords[mode]}　${lines.length}点${yen}`;
      return { ...hasLeft, detail };
    }
  }
}
