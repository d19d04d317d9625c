import type { Refusal } from '@toshobin/lending-rules';
import type { Said } from '../scans/say.ts';
import type { Offer } from '../sessions/desk-state.ts';

/** What the prefectural counter, or a pickup library, may go on with after a refusal. */
export function offersAfter(atCounter: boolean): (refusal: Refusal) => Offer[] {
  return ({ code }) => {
    switch (code) {
      case 'RESERVED_FOR_OTHER':
        return ['overrideReserved'];
      case 'LOAN_LIMIT':
        return atCounter ? ['overrideLimit'] : ['handedOver'];
      case 'HAND_OUT_AFTER_EXPIRY':
        return atCounter ? ['lateHandOut', 'handedOver'] : ['call', 'handedOver'];
      case 'CARD_DOES_NOT_MATCH':
      case 'WRONG_PICKUP_LIBRARY':
        return ['handedOver'];
      default:
        return [];
    }
  };
}

/**
 * What a pickup library does with a copy that it can't hand out. One of another library is not taken back here: nobody
 * has handed it in, and it was on its way to whoever waits for it.
 */
export function notesAfter(atCounter: boolean, phone: string): (refusal: Refusal) => string[] {
  return ({ code }) =>
    code === 'WRONG_PICKUP_LIBRARY' && !atCounter
      ? [`資料は「転送」の箱へ入れ、県立図書館（${phone}）へ電話してください。返却受付はしません。`]
      : [];
}

/** Typed into the field in place of the link to the receipt of what was just lent. */
export const TYPED_RECEIPT = '5';

/** What stands above a refusal while somebody waits for a copy. */
export const NOT_YET = 'まだお渡ししないでください';
/** While no card is in hand. */
export const waiting: Said = { tone: 'wait', text: 'はじめに貸出カードを読み取ってください' };
