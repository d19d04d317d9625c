import type { Parcel } from '@toshobin/contracts';

export const directionWords = { outward: '受取館あて', return: '県立図書館あて（返送）' } as const;
export const stateWords = {
  open: '梱包中',
  dispatched: '発送済み',
  arrived: '到着',
  opened: '開封済み',
  lost: '配送中の紛失',
  discarded: '使いません',
} as const;
export const modeWords = { yuMail: 'ゆうメール', yuPack: 'ゆうパック' } as const;

/** Why nothing more can be put in, or what the offer is. */
export const offerWords = {
  none: '',
  yuPackOrNextParcel: 'ゆうメールの目安を超えます。次の小包に入れるか、ゆうパックにしてください。',
} as const;

/** What a parcel weighs and how thick it is, as the copies were measured. */
export function measures(parcel: Pick<Parcel, 'lines'>): string {
  const grams = parcel.lines.reduce((sum, line) => sum + line.weightGrams, 0);
  const mm = parcel.lines.reduce((sum, line) => sum + line.thicknessMm, 0);
  return `${parcel.lines.length}点　${grams}g　厚さ${mm}mm`;
}

const reasons: Readonly<Record<string, string>> = {
  withinYuMailGuide: 'ゆうメールの目安のうちです',
  tooManyItems: 'ゆうメールの目安の点数を超えます',
  tooHeavy: 'ゆうメールの目安の重さを超えます',
  tooThick: 'ゆうメールの目安の厚さを超えます',
};

/** Why that mode: in words, or as staff wrote it. */
export function reasonWords(modeReason: string): string {
  return reasons[modeReason] ?? modeReason;
}
