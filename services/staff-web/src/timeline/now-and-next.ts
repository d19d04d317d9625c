import { type catalogApi, type Parcel, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { positionOf, type Step } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { shortDate } from '../pages/dates.ts';
import { claimOf } from './claim-of.ts';

export type Reservation = z.output<typeof catalogApi.readReservation.answer>;

export interface NowAndNext {
  now: string;
  /** What ends the wait, and by when. */
  next: string;
  /** What follows if it does not come. */
  otherwise: string;
}

/** How far the copy of the present allocation has come; undefined without one. */
export function furthestOf({ facts, allocation }: Reservation): Step | undefined {
  return allocation === null ? undefined : positionOf(facts, allocation).furthest;
}

/** Where a reservation stands, what it waits for, and what follows if that does not come. */
export function nowAndNext(reservation: Reservation, parcel: Parcel | undefined): NowAndNext {
  const { entry, due } = reservation;
  if (entry === 'waiting') {
    const next = '返却された資料、または棚の資料';
    return { now: '割当待ち', next, otherwise: '順番がきたら割り当てます。' };
  }
  if (entry === 'suspended') {
    const otherwise = '再開すると、元の順番に戻ります。貸出上限で保留のときは、返却処理が済むと発送します。';
    return { now: '一時停止・貸出上限で保留', next: '再開の日、または返却処理', otherwise };
  }
  const furthest = furthestOf(reservation);
  const neverLeft = entry === 'left' && furthest === 'allocated';
  if (furthest === undefined || entry === 'closed' || neverLeft) {
    return { now: entry === 'left' ? '列を離れました' : '終わりました', next: 'ありません', otherwise: '' };
  }
  const until = due ? `、または ${shortDate(due.date)}` : '';
  if (entry === 'left' && furthest !== 'home') {
    const otherwise = '着かないときは、要確認に入ります。利用者の負担にはなりません。';
    return { now: 'キャンセル・期限切れ（返送待ち）', next: '返却処理の読み取り', otherwise };
  }
  switch (furthest) {
    case 'allocated':
      return {
        now: '出庫待ち',
        next: '出庫の読み取り',
        otherwise: '棚にないときは「棚にありません」を押すと、別の資料を割り当てます。',
      };
    case 'picked':
      return reservation.pickupLibrary === PREFECTURAL_LIBRARY
        ? {
            now: '取り置き中',
            next: `引渡しの読み取り${until}`,
            otherwise: '取り置き期限が過ぎると、キャンセル扱いになります。',
          }
        : {
            now: '出庫済・梱包待ち',
            next: '梱包の読み取り',
            otherwise: '貸出上限のときは、発送を待ちます。',
          };
    case 'packed':
      return {
        now: '梱包済・発送待ち',
        next: parcel ? `${shortDate(parcel.plannedDispatchDay)}の発送` : '発送',
        otherwise: '貸出期間は、発送まで始まりません。',
      };
    case 'shipped':
      return {
        now: '配送中',
        next: `到着の読み取り${parcel?.expectedDate ? `、または ${shortDate(parcel.expectedDate)}` : ''}`,
        otherwise: '読み取りがなければ館に尋ね、返事がなければ要確認に入ります。',
      };
    case 'arrived':
      return {
        now: '取り置き中',
        next: `引渡しの読み取り${until}`,
        otherwise: '期限が過ぎると館に「棚にありますか」と尋ねます。',
      };
    case 'handedOut':
      return {
        now: '貸出中',
        next: `返却の読み取り${until}`,
        otherwise: '期限が過ぎると、返却のお願いのメールを送ります。',
      };
    case 'handedIn':
      if (claimOf(reservation) !== undefined) {
        const otherwise = '見つからないときは紛失にします。延滞にならず、利用者の負担にもなりません。';
        return { now: '返したとのお申し出（捜索中）', next: '資料の読み取り', otherwise };
      }
      return { now: '返却受付済・返送待ち', next: '返送の読み取り', otherwise: '延滞にはなりません。' };
    case 'sentBack':
      return {
        now: '県立図書館へ返送中',
        next: '返却処理の読み取り',
        otherwise: '着かないときは、要確認に入ります。',
      };
    case 'home':
      return { now: '返却処理済', next: 'ありません', otherwise: '' };
  }
}

/** The steps of the way, and how many of them are behind; a copy fetched here is not posted. */
export function routeOf(reservation: Reservation): { steps: string[]; at: number } {
  const isHere = reservation.pickupLibrary === PREFECTURAL_LIBRARY;
  const steps = isHere
    ? ['予約受付', '割当', '出庫・取り置き', '貸出中', '返却処理済']
    : ['予約受付', '割当', '出庫', '梱包', '配送中', '取り置き中', '貸出中', '返送中', '返却処理済'];
  const furthest = furthestOf(reservation);
  if (furthest === undefined) return { steps, at: 0 };
  const places: Record<Step, number> = isHere
    ? {
        allocated: 1,
        picked: 2,
        packed: 2,
        shipped: 2,
        arrived: 2,
        handedOut: 3,
        handedIn: 3,
        sentBack: 3,
        home: 4,
      }
    : {
        allocated: 1,
        picked: 2,
        packed: 3,
        shipped: 4,
        arrived: 5,
        handedOut: 6,
        handedIn: 7,
        sentBack: 7,
        home: 8,
      };
  return { steps, at: places[furthest] };
}
