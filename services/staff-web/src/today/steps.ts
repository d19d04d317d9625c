import type { OnTheWay } from '@toshobin/contracts';
import { dayOf, daysBetween, epochMs, type Instant } from '@toshobin/lending-rules';
import type { Waiting } from './read-today.ts';

/** One step of the way of a copy through the house: how many wait at it, and the one that has waited longest. */
export interface Step {
  href: string;
  name: string;
  /** None while nobody can say. */
  count: number | undefined;
  unit: '点' | '個';
  /** How long the first has waited, in whole units; empty while nothing waits. */
  longest: string;
  /** What is wrong with it. */
  late?: string | undefined;
}

/** 3時間, 7日: how long ago that was. */
export function ageOf(since: Instant, now: Instant): string {
  const minutes = Math.max(0, Math.floor((epochMs(now) - epochMs(since)) / 60_000));
  if (minutes < 60) return `${minutes}分`;
  const days = daysBetween(dayOf(since), dayOf(now));
  return minutes < 24 * 60 || days === 0 ? `${Math.floor(minutes / 60)}時間` : `${days}日`;
}

function longestOf(moments: readonly (Instant | null)[] | undefined, now: Instant): string {
  const [first] = (moments ?? []).flatMap((at) => at ?? []).toSorted((a, b) => epochMs(a) - epochMs(b));
  return first === undefined ? '' : ageOf(first, now);
}

/** The way of a copy: fetched, packed, sent, there, and back; what stands on it longest, and what is past its day. */
export function stepsOf(waiting: Waiting, now: Instant): Step[] {
  const { toPick, toPack, board, outward, back, home, held } = waiting;
  const onTheWay = (way: OnTheWay | undefined) => ({
    ...{ count: way?.copies, unit: '点' as const, longest: longestOf(way && [way.since], now) },
    late: way && way.late > 0 ? `予定を過ぎた小包 ${way.late}個` : undefined,
  });
  return [
    {
      ...{ href: '/pick-list', name: '出庫待ち', count: toPick?.length, unit: '点' },
      longest: longestOf(
        toPick?.map(({ allocatedAt }) => allocatedAt),
        now,
      ),
    },
    {
      ...{ href: '/packing', name: '梱包待ち', count: toPack?.length, unit: '点' },
      longest: longestOf(
        toPack?.map(({ since }) => since),
        now,
      ),
    },
    {
      ...{ href: '/dispatch-board', name: '発送待ち', count: board?.open.length, unit: '個' },
      longest: longestOf(
        board?.open.map(({ openedAt }) => openedAt),
        now,
      ),
    },
    { href: '#late', name: '配送中', ...onTheWay(outward) },
    {
      ...{ href: '/hold-shelf', name: '取り置き棚', count: held?.length, unit: '点' },
      longest: longestOf(
        held?.map(({ since }) => since),
        now,
      ),
    },
    { href: '#back', name: '返送中', ...onTheWay(back) },
    {
      ...{ href: '/returns', name: '返却処理待ち', count: home?.parcels, unit: '個' },
      longest: longestOf(home && [home.since], now),
    },
  ];
}
