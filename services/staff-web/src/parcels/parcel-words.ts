import type { PackingProposal, Parcel } from '@toshobin/contracts';
import type { Said } from '../scans/say.ts';

export const stateWords = {
  open: '梱包中',
  dispatched: '発送済み',
  arrived: '到着',
  opened: '開封済み',
  lost: '配送中の紛失',
  discarded: '使いません',
} as const;
export const modeWords = { yuMail: 'ゆうメール', yuPack: 'ゆうパック' } as const;

/** What is to be decided for a parcel beyond the guide that was packed elsewhere. */
export const offerWords = {
  none: '',
  yuPackOrNextParcel: 'ゆうメールの目安を超えます。次の小包に入れるか、ゆうパックにしてください。',
} as const;

/** Where a parcel's number was wanted, and what was read is none of ours. */
export const notAParcel: Pick<Said, 'tone' | 'text' | 'short'> = {
  tone: 'stop',
  text: '小包の番号ではありません。\n番号をお確かめください。',
  short: '小包の番号では\nありません',
};

/** The number of a parcel that nobody has made, or of another library's. */
export const noSuchParcel: Pick<Said, 'tone' | 'text' | 'notes'> = {
  tone: 'stop',
  text: 'この番号の小包は\nありません',
  notes: ['番号を確かめて、もう一度読み取ってください。'],
};

type Weighed = { weightGrams: number; thicknessMm: number };

/** Grams and millimetres of copies on top of each other. */
export function weigh(lines: readonly Weighed[]): { items: number; grams: number; millimetres: number } {
  return {
    items: lines.length,
    grams: lines.reduce((sum, line) => sum + line.weightGrams, 0),
    millimetres: lines.reduce((sum, line) => sum + line.thicknessMm, 0),
  };
}

/** 1.4cm. */
export function inCm(millimetres: number): string {
  return `${(millimetres / 10).toFixed(1)}cm`;
}

/** 1,000g. */
export function inGrams(grams: number): string {
  return `${grams.toLocaleString('ja-JP')}g`;
}

/** What a parcel weighs and how thick it is, as the copies were measured. */
export function measures(parcel: Pick<Parcel, 'lines'>): string {
  const { items, grams, millimetres } = weigh(parcel.lines);
  return `${items}点、${inGrams(grams)}、厚さ${inCm(millimetres)}`;
}

const reasons: Readonly<Record<string, string>> = {
  withinYuMailGuide: '目安に収まります',
  tooManyItems: 'ゆうメールの目安の点数を超えます',
  tooHeavy: 'ゆうメールの目安の重さを超えます',
  tooThick: 'ゆうメールの目安の厚さを超えます',
};

/** Why that mode: in words, or as staff wrote it. */
export function reasonWords(modeReason: string): string {
  return reasons[modeReason] ?? `理由：${modeReason}`;
}

/** What staff wrote for going by Yu-Mail beyond the guide; nothing where they did not. */
export function saidReason(modeReason: string): string {
  return modeReason in reasons ? '' : modeReason;
}

/** What to look at before a copy is packed; a dash where there is nothing. */
export function checksOf(copy: { protectiveCover: boolean; supplementCount?: number }): string {
  const checks = [
    ...(copy.protectiveCover ? ['保護カバー（袋）'] : []),
    ...(copy.supplementCount ? [`付属資料 ${copy.supplementCount}点`] : []),
  ];
  return checks.join('、') || '—';
}

/** 1,130円. */
export function inYen(yen: number): string {
  return `${yen.toLocaleString('ja-JP')}円`;
}

/** How copies go best, and what the other way would cost. */
export function proposalWords({ parcels, yen, instead }: PackingProposal): string {
  const mode = modeWords[parcels[0]?.mode ?? 'yuMail'];
  const best = `つめ方の案：${mode} ${parcels.length}個${yen === null ? '' : `　${inYen(yen)}`}`;
  if (instead === null) return best;
  const other = `${modeWords[instead.mode]} ${instead.parcels}個`;
  if (yen === null || instead.yen === null) return `${best}（ほかに ${other}）`;
  const saved = instead.yen - yen;
  return saved > 0
    ? `${best}（${other} ${inYen(instead.yen)} より ${inYen(saved)} 安い）`
    : `${best}（${other} も同じ）`;
}

export const TOLD = { missing: '足りません', extra: '余分にあります' } as const;
