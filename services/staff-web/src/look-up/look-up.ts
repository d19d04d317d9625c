import {
  type CopyPlace,
  type CopyToReturn,
  firstAllocationOf,
  holdNumberOf,
  type Parcel,
  ParcelNumberSchema,
  readBarcode,
  refuseMisreadOf,
} from '@toshobin/contracts';
import {
  type CalendarDate,
  dayOf,
  formatDateJa,
  instantFromDate,
  isAfter,
  isToCome,
  type Refusal,
} from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { places } from '../pages/copy-places.ts';
import { readParcel } from '../parcels/parcel-verbs.ts';
import { stateWords } from '../parcels/parcel-words.ts';
import { labelIn, refuseLabel } from '../parcels/tracking-number.ts';
import { type CopyInHand, copyNumbered } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { numberKept } from '../scans/number-kept.ts';
import { lastParcelOf } from '../scans/open-parcel.ts';
import { whyNobodys } from '../scans/why-nobodys.ts';

type Fact = readonly [name: string, words: string];

/** What a number leads to at a library: where it is now, what to do there, and facts of it, no title and no person (R14). */
export type LookedUp =
  | { kind: 'found'; where: string; toDo: readonly string[]; facts: readonly Fact[] }
  | { kind: 'copyElsewhere' | 'parcelElsewhere' | 'holdElsewhere' | 'noNumber' | 'digit' }
  | { kind: 'notOurs'; refusal: Refusal };

/** What of a text may stand in an address: a hold number, a digit, or a number that is no card's; empty for anything else. */
export function numberToLookUp(typed: string): string {
  const text = typed.normalize('NFKC').trim();
  return firstAllocationOf(text) === undefined && !isDigit(text) ? numberKept(text) : text;
}

/** The page with its answer to what was typed. */
export function lookUpOf(typed: string, more: { keys?: string } = {}): string {
  return `/look-up?${new URLSearchParams({ n: numberToLookUp(typed), ...more })}`;
}

/** Reads what a number is of, of what belongs to this library; nothing is recorded. */
export async function lookUp(deps: StaffWebDeps, staff: Staff, number: string): Promise<LookedUp> {
  if (number === '') return { kind: 'noNumber' };
  if (isDigit(number)) return { kind: 'digit' };
  if (firstAllocationOf(number) !== undefined) return lookUpHold(deps, staff, number);
  const reading = readBarcode(number);
  if (reading.ok && reading.kind === 'parcel') {
    const parcel = await readParcel(deps, staff, ParcelNumberSchema.parse(reading.number));
    return parcel.ok ? sayParcel(parcel.value, todayOf(deps)) : { kind: 'parcelElsewhere' };
  }
  const copy = await copyNumbered(deps, number);
  if (copy) return sayCopy(deps, staff, copy);
  const { refusal } = labelIn(number) ? refuseLabel('小包') : refuseMisreadOf('copy', number);
  return { kind: 'notOurs', refusal };
}

async function lookUpHold(deps: StaffWebDeps, staff: Staff, holdNumber: string): Promise<LookedUp> {
  const found = await deps.catalog.reservationOfHold({ params: { holdNumber } });
  if (!found.ok) return { kind: 'holdElsewhere' };
  const { reservationId } = found.value;
  const known = await deps.catalog.reservationsAtDesk({ body: { reservationIds: [reservationId] } });
  const [row] = known.ok ? known.value.rows : [];
  if (row?.pickupLibrary !== staff.library) return { kind: 'holdElsewhere' };
  const copy = row.barcode === null ? undefined : await copyNumbered(deps, row.barcode);
  if (copy?.reservationId === reservationId) return sayCopy(deps, staff, copy);
  return { kind: 'found', where: 'この番号の取り置きは\n終わっています', toDo: [], facts: [] };
}

/** As a pickup library speaks of them; the prefectural library's own shelf is not its shelf. */
const HERE: Partial<Record<CopyPlace, string>> = {
  atPickupLibrary: 'この館で取り置き中',
  beingPrepared: '県立図書館で準備中',
  onHoldShelf: '県立図書館で準備中',
};

/** A copy is this library's while it is to be picked up here, goes home from here, or is in a parcel of this library. */
async function sayCopy(deps: StaffWebDeps, staff: Staff, copy: CopyInHand): Promise<LookedUp> {
  const { library } = staff;
  const { barcode, place } = copy;
  const isIt = (row: { barcode: string }) => row.barcode === barcode;
  const [toReturn, last, held, declared] = await Promise.all([
    orNone(deps.catalog.copiesToReturn({ query: { library } })),
    lastParcelOf(deps, barcode),
    orNone(deps.catalog.heldCopies({ query: { library } })),
    orNone(deps.catalog.declaredHandOuts({ query: { library } })),
  ]);
  const back = toReturn?.rows.find(isIt);
  const isHeld = held?.rows.find(isIt);
  const line = last?.lines.find(isIt);
  const isUnderWay = last !== undefined && isToCome(last.state);
  const parcel = line && isUnderWay && last?.library === library ? last : undefined;
  if (copy.pickupLibrary !== library && !back && !parcel) return { kind: 'copyElsewhere' };
  const isPacked = parcel?.direction === 'return' && parcel.state === 'open';
  const isDeclared = place === 'onLoan' && declared?.rows.some(isIt) === true;
  const isMissing = place === 'inTransit' && line?.missing === true;
  const said = isPacked
    ? { where: '返送の小包に入っています', toDo: [] }
    : back
      ? sayBack(back)
      : isMissing
        ? { where: '届いた小包に\n足りなかった資料です', toDo: [] }
        : isDeclared
          ? SAID_PICKED_UP
          : { where: HERE[place] ?? places[place], toDo: [] };
  const holdNumber = back
    ? back.holdNumber
    : (isHeld?.holdNumber ??
      line?.holdNumber ??
      (copy.allocation === null ? null : holdNumberOf(copy.allocation)));
  const today = todayOf(deps);
  return {
    kind: 'found',
    ...said,
    facts: [
      ...(holdNumber === null ? [] : [['取り置き番号', holdNumber] as const]),
      ['資料番号', barcode],
      ...(back || isPacked ? [] : untilWhen(place, isHeld?.due ?? copy.due, today)),
      ...(parcel ? [['小包', inWords(parcel)] as const, ...expected(parcel, today)] : []),
    ],
  };
}

const SAID_PICKED_UP = {
  where: '利用者が「受け取りました」とした資料です',
  toDo: ['棚にあるときは、はじめの画面で「まだ棚にあります」を押してください。'],
};

function sayBack(back: CopyToReturn) {
  return back.claimed
    ? {
        where: '返したとのお申し出があります',
        toDo: ['返却箱とブックポストを捜し、見つかったら返却受付で読み取ってください。'],
      }
    : { where: `${whyNobodys[back.why]}。\n返送する資料です`, toDo: [] };
}

const DATES: Partial<Record<CopyPlace, string>> = { atPickupLibrary: '取り置き期限', onLoan: '返却期限' };

/** R8. At a pickup library a hold ends with the loan; a date is told there of what is held and of what is lent, as its other pages do. */
function untilWhen(place: CopyPlace, due: CopyInHand['due'], today: CalendarDate): Fact[] {
  const label = DATES[place];
  if (due === null || label === undefined) return [];
  const over = place === 'atPickupLibrary' && isAfter(today, due.date) ? `（${whyNobodys.expired}）` : '';
  return [[label, `${formatDateJa(due.date)}まで${over}`]];
}

const todayOf = ({ now }: Pick<StaffWebDeps, 'now'>) => dayOf(instantFromDate(now()));

const whither = ({ direction }: Pick<Parcel, 'direction'>) =>
  direction === 'outward' ? 'この館あて' : 'この館から返送';

const inWords = (parcel: Pick<Parcel, 'parcelNumber' | 'direction' | 'state'>) =>
  `${parcel.parcelNumber}（${whither(parcel)}、${stateWords[parcel.state]}）`;

function expected(
  { state, expectedDate }: Pick<Parcel, 'state' | 'expectedDate'>,
  today: CalendarDate,
): Fact[] {
  if (state !== 'dispatched' || expectedDate === null) return [];
  const late = isAfter(today, expectedDate) ? '（到着の確認中）' : '';
  return [['到着予定', `${formatDateJa(expectedDate)}${late}`]];
}

function sayParcel(parcel: Parcel, today: CalendarDate): LookedUp {
  const { lines, parcelNumber, state } = parcel;
  const numbers = lines.flatMap(({ holdNumber }) => holdNumber ?? []).toSorted();
  const missing = lines.filter((line) => line.missing).length;
  return {
    kind: 'found',
    where: `${whither(parcel)}の小包\n（${stateWords[state]}）`,
    toDo: [],
    facts: [
      ['小包番号', parcelNumber],
      ['中の資料', `${lines.length}点${missing > 0 ? `（うち${missing}点が足りません）` : ''}`],
      ...(numbers.length === 0 ? [] : [['取り置き番号', numbers.join('、')] as const]),
      ...expected(parcel, today),
    ],
  };
}
