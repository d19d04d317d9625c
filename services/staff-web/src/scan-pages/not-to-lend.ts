import { placeIs } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { whereIs } from '../parcels/not-to-pack.ts';
import { copyInHand } from '../scans/copy-in-hand.ts';
import type { Said } from '../scans/say.ts';

const CONDITIONS: Readonly<Record<string, Partial<Said>>> = {
  damaged: {
    text: '破損・修理中の資料です',
    notes: ['修理の棚へ置いてください。直ったら「資料の登録」で貸出できるようにします。'],
  },
  withdrawn: { text: '除籍した資料です', notes: ['棚に出さず、別に置いてください。'] },
};

/**
 * What a refusal at the prefectural counter comes to for whoever stands there: where a copy is by what is known of it,
 * and what comes before it is lent; of a title that the reader has already, that they have it. Nothing for the others.
 */
export async function whyNotLent(
  deps: StaffWebDeps,
  code: string,
  refusal: Refusal,
): Promise<Partial<Said> | undefined> {
  if (refusal.code === 'ALREADY_ON_LOAN')
    return {
      text: 'この方は、同じ資料を\nもう借りています',
      notes: ['借りている資料の返却受付が済むと、お貸しできます。'],
    };
  if (refusal.code !== 'STATE_CHANGED') return undefined;
  const copy = await copyInHand(deps, code);
  if (copy === undefined) return undefined;
  const condition = CONDITIONS[copy.condition];
  if (condition) return condition;
  // One that stands there may be lent: then something else has changed.
  if (placeIs(copy.place, 'lendable')) return undefined;
  const where = await whereIs(deps, copy);
  if (where === undefined) return undefined;
  const first =
    copy.place === 'beingPrepared'
      ? '小包の画面で「小包から出す」を押すと、お貸しできます。'
      : `${where.includes('返却受付') ? '' : '先に返却受付で読み取ってください。'}その後でお貸しできます。`;
  return { text: `${where}。`.replace(/。(?=.)/g, '。\n'), notes: [first] };
}
