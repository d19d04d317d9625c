import type { Parcel } from '@toshobin/contracts';
import { noButton } from '../scans/digits.ts';
import type { Said } from '../scans/say.ts';
import type { PackAnswer, WayOut } from './packing-question.ts';

export const packed: Said = { tone: 'ok', text: '小包に入れました' };
export const takenOut: Said = { tone: 'again', text: '小包から出しました' };
export const dismissed: Said = { tone: 'again', text: '取り消しました' };
const asking: Said = { tone: 'ask', text: 'ゆうメールの目安を超えます' };

export function sayPacked(answer: PackAnswer): Said {
  return 'asks' in answer ? asking : packed;
}

export function sayWay(way: WayOut): (parcel: Parcel) => Said {
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

/** To a digit in place of a button that is not there: no question is open, or nothing was packed that 0 takes out. */
export const noQuestion = (number: string): Said =>
  number.trim() === '0'
    ? {
        tone: 'stop',
        text: '取り消すものが\nありません',
        detail: '何もしていません。',
        notes: [
          '数字の 0 で出せるのは、この画面に出ている、今入れた資料だけです。ほかは「小包から出す」を押してください。',
        ],
      }
    : noButton(number);
