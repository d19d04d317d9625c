import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { LendingPolicy } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import type { ChangedNumber } from './changed-numbers.ts';
import { type GroupId, groups, numberWords } from './policy-words.ts';

/** How many there are now, by where they stand; none while its owner can't say. */
interface Counts {
  /** To be fetched and packed, for pickup libraries, and to be fetched for the prefectural shelf. */
  toSend: number | undefined;
  toShelve: number | undefined;
  toPack: number | undefined;
  open: number | undefined;
  sent: number | undefined;
  held: number | undefined;
  mails: number | undefined;
  /** Registrations of cards that ended long ago; null: none is erased. */
  expired: { ends: number; open: number; suspended: number; aNight: number } | null | undefined;
}

const n = (count: number | undefined) => count ?? '？';

/** What the next decision takes the new number for, and what keeps what it was told. */
const sentences: Readonly<Record<GroupId, (counts: Counts) => string>> = {
  cards: ({ expired }) => {
    if (expired === null) return '今夜から、期限が切れた方の登録を消しません。消した登録は戻りません。';
    return `今夜から、1晩に${n(expired?.aNight)}人まで、期限の古い方から登録を消します（今は${n(expired?.ends)}人）。メールの届く方には、先に知らせて、30日たってから消します。予約・貸出・更新の申し出が残っている${n(expired?.open)}人と、利用停止中の${n(expired?.suspended)}人は、そのままです。消した登録は、数字を戻しても戻りません。`;
  },
  counts: () => '次の予約と、次の貸出から使います。今の予約と貸出は減りません。',
  phone: () => '次の電話予約から使います。',
  hold: ({ toShelve, held }) =>
    `これから取り置き棚へ置く資料（今は${n(toShelve)}点）から使います。棚にある${n(held)}点の期限は変わりません。`,
  loan: ({ toSend, sent }) =>
    `これから発送する資料（今は${n(toSend)}点）と、次の窓口貸出から使います。発送した小包${n(sent)}個と、貸出中の資料の返却期限は変わりません。`,
  extension: () => '次の延長から使います。延長した貸出は変わりません。',
  expired: () => '次に期限の来る取り置きから使います。尋ねている館の期日は変わりません。',
  return: () => '次の返却受付と、今夜の捜索から使います。',
  parcel: ({ toPack, open }) =>
    `梱包待ち${n(toPack)}点と、開いている小包${n(open)}個を、新しい目安で判定します。発送したものは変わりません。`,
  arrival: ({ sent }) => `配送中の小包${n(sent)}個の、次の判断から使います。`,
  atLimit: () => '次に保留になる資料から使います。保留中の資料の期日は変わりません。',
  due: () => '次に決めるお知らせの日から使います。送ったお知らせは変わりません。',
  mail: ({ mails }) => `送信待ちのメール${n(mails)}通から使います。`,
  inOrder: () => '次の申込みから使います。申込み済みのものは、終わるまで続きます。',
  suspension: () => '次の一時停止から使います。',
  wishes: () => '次の申込みから数えます。',
};

/** What a change moves of what there is now: a sentence for each rule that has another number. */
export async function whatItTouches(
  { catalog, shipping, patron }: Pick<StaffWebDeps, 'catalog' | 'shipping' | 'patron'>,
  changes: readonly ChangedNumber[],
  { expiredCardsKeptMonths: months }: Pick<LendingPolicy, 'expiredCardsKeptMonths'>,
): Promise<{ title: string; says: string }[]> {
  const query = { state: 'dispatched', direction: 'outward' } as const;
  const [picks, packs, board, sent, held, mails, expired] = await Promise.all([
    orNone(catalog.pickList()),
    orNone(shipping.packingList()),
    orNone(shipping.dispatchBoard()),
    orNone(shipping.listParcels({ query })),
    orNone(catalog.heldCopies({ query: { library: PREFECTURAL_LIBRARY } })),
    orNone(patron.mailQueue()),
    months === null ? null : orNone(patron.expiredCards({ query: { months } })),
  ]);
  const isHere = ({ pickupLibrary }: { pickupLibrary: string }) => pickupLibrary === PREFECTURAL_LIBRARY;
  const packed = board?.open.reduce((sum, { lines }) => sum + lines.length, 0);
  const there = picks?.rows.filter((row) => !isHere(row)).length;
  const counts: Counts = {
    toSend:
      there === undefined || packs === undefined || packed === undefined
        ? undefined
        : there + packs.rows.length + packed,
    toShelve: picks?.rows.filter(isHere).length,
    toPack: packs?.rows.length,
    open: board?.open.length,
    sent: sent?.parcels.length,
    held: held?.rows.length,
    mails: mails && mails.due + mails.later,
    expired,
  };
  const touched = new Set(changes.map(({ name }) => numberWords[name].group));
  return groups
    .filter(({ id }) => touched.has(id))
    .map(({ id, title, rule }) => ({ title: `${title}（${rule}）`, says: sentences[id](counts) }));
}
