import type { Parcel } from '@toshobin/contracts';
import type { Said } from '../scans/say.ts';

function countOf({ lines }: Pick<Parcel, 'lines'>): string {
  const received = lines.filter((line) => line.arrived && !line.missing).length;
  return `${lines.length}点のうち${received}点を受け付けました`;
}

export function sayReceived(parcel: Parcel): Said {
  if (parcel.direction === 'return') {
    const detail = `返却受付で、中の${parcel.lines.length}点を1点ずつ読み取ってください`;
    return { tone: 'back', text: '返送の小包を受け付けました', detail, short: '返送の小包' };
  }
  if (parcel.lines.some((line) => line.missing)) return sayCounted(parcel);
  const short = `${parcel.lines.length}点`;
  return { tone: 'ok', text: countOf(parcel), short };
}

/** The same, once it was said what is in it. */
export function sayCounted(parcel: Parcel): Said {
  const missing = parcel.lines.filter((line) => line.missing).length;
  if (missing === 0) return sayReceived(parcel);
  return {
    tone: 'ask',
    line: countOf(parcel),
    text: `${missing}点足りません。\n県立図書館に知らせました`,
    short: `${missing}点足りません`,
  };
}

/** Whether its arrival can be taken back; what comes home is received copy by copy, and rests on no scan of its parcel. */
export function canBeNotArrived({ direction, state }: Pick<Parcel, 'direction' | 'state'>): boolean {
  return direction === 'outward' && state === 'arrived';
}
