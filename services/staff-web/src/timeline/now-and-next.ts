import { type catalogApi, type Parcel, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { isToPutBack, type Settled } from '@toshobin/lending-rules';
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

const over = (now: string): NowAndNext => ({ now, next: 'ありません', otherwise: '' });

const settledWords: Readonly<Record<Settled['how'], string>> = {
  returned: '返却されたものとして終わりました',
  paid: '弁償で終わりました',
  writtenOff: '除籍・免除で終わりました',
  neverLent: '終わりました',
};

const noCopyLeft: NowAndNext = {
  now: '割当待ち（貸出できる資料がありません）',
  next: '資料が見つかる、または加わる',
  otherwise: '日が変わると、館の都合でキャンセルになり、メールが届きます。',
};

const comesBack: NowAndNext = {
  now: 'キャンセル・期限切れ（返送待ち）',
  next: '返却処理の読み取り',
  otherwise: '着かないときは、要確認に入ります。利用者の負担にはなりません。',
};

/** Where a reservation stands, what it waits for, and what follows if that does not come. */
export function nowAndNext(reservation: Reservation, parcel: Parcel | undefined): NowAndNext {
  const { state, due } = reservation;
  if (state.unservable !== null && state.ended === null && state.copy === null) return noCopyLeft;
  const until = due ? `、または ${shortDate(due.date)}` : '';
  switch (state.stage) {
    case 'waiting':
      return {
        now: '割当待ち',
        next: '返却された資料、または棚の資料',
        otherwise: '順番がきたら割り当てます。',
      };
    case 'suspended':
      return {
        now: '一時停止・貸出上限で保留',
        next: '再開の日、または返却処理',
        otherwise: '再開すると、元の順番に戻ります。貸出上限で保留のときは、返却処理が済むと発送します。',
      };
    case 'toFetch':
      return {
        now: '出庫待ち',
        next: '出庫の読み取り',
        otherwise: '棚にないときは「棚にありません」を押すと、別の資料を割り当てます。',
      };
    case 'fetched':
      return {
        now: '出庫済・梱包待ち',
        next: '梱包の読み取り',
        otherwise: '貸出上限のときは、発送を待ちます。',
      };
    case 'packed':
      return {
        now: '梱包済・発送待ち',
        next: parcel?.mode === 'yuMail' ? `${shortDate(parcel.plannedDispatchDay)}の便での発送` : '発送',
        otherwise: '貸出期間は、発送まで始まりません。',
      };
    case 'inTransit':
      if (parcel?.lines.some((line) => line.missing && line.barcode === reservation.barcode))
        return {
          now: '配送中（到着の確認中）',
          next: '見つかった資料の読み取り、または紛失の手続き',
          otherwise: '届いた小包に足りないという知らせがあり、要確認に入っています。',
        };
      return {
        now: '配送中',
        next: `到着の読み取り${parcel?.expectedDate ? `、または ${shortDate(parcel.expectedDate)}` : ''}`,
        otherwise: '読み取りがなければ館に尋ね、返事がなければ要確認に入ります。',
      };
    case 'held':
      return {
        now: '取り置き中',
        next: `引渡しの読み取り${until}`,
        otherwise: isAtPrefectural(state)
          ? '取り置き期限が過ぎると、キャンセル扱いになります。'
          : '期限が過ぎると館に「棚にありますか」と尋ねます。',
      };
    case 'onLoan':
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
      // In a parcel home, or on its way in one.
      if (state.copy?.position.sentBackAt !== undefined)
        return { now: '返却受付済・返送中', next: comesBack.next, otherwise: comesBack.otherwise };
      return { now: '返却受付済・返送待ち', next: '返送の読み取り', otherwise: '延滞にはなりません。' };
    case 'comingHome':
      return state.ended === null ? { ...comesBack, now: '県立図書館へ返送中' } : comesBack;
    case 'lost':
      return {
        now: '紛失',
        next: '資料の読み取り、または返らない資料の手続き',
        otherwise: state.settled === null ? '手続きが済むまで、お借りになった方の記録は残ります。' : '',
      };
    case 'over': {
      if (state.settled?.byDesk) return over(settledWords[state.settled.how]);
      if (state.ended === 'returned') return over('返却処理済');
      // Fetched for it, the copy is still to be put back.
      if (state.copy && isToPutBack(state.copy)) return comesBack;
      return over(state.ended === 'cancelled' ? 'キャンセル済' : '終わりました');
    }
  }
}

const isAtPrefectural = ({ pickupLibrary }: Reservation['state']) => pickupLibrary === PREFECTURAL_LIBRARY;

const onTheWay = [
  '予約受付',
  '割当',
  '出庫',
  '梱包',
  '配送中',
  '取り置き中',
  '貸出中',
  '返送中',
  '返却処理済',
];
const atTheCounter = ['予約受付', '割当', '出庫・取り置き', '貸出中', '返却処理済'];

/** The steps of the way, and how many of them are behind; a copy fetched here is not posted. */
export function routeOf({ state }: Reservation): { steps: string[]; at: number } {
  const steps = isAtPrefectural(state) ? atTheCounter : onTheWay;
  return { steps, at: state.copy === null ? 0 : steps.indexOf(stepOf(state)) };
}

function stepOf(state: Reservation['state']): string {
  switch (state.stage) {
    case 'waiting':
    case 'suspended':
      return '予約受付';
    case 'toFetch':
      return '割当';
    case 'fetched':
      return '出庫';
    case 'packed':
      return '梱包';
    case 'inTransit':
      return '配送中';
    case 'held':
      return isAtPrefectural(state) ? '出庫・取り置き' : '取り置き中';
    case 'onLoan':
      return '貸出中';
    case 'handedIn':
    case 'comingHome':
    case 'lost':
      return isAtPrefectural(state) ? '貸出中' : '返送中';
    case 'over':
      return '返却処理済';
  }
}
