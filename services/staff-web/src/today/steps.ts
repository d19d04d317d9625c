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
  const { toFetch, toPack, board, outward, back, home, held } = waiting;
  const onTheWay = (way: OnTheWay | undefined) => ({
    ...{ count: way?.copies, unit: '点' as const, longest: longestOf(way && [way.since], now) },
    late: way && way.late > 0 ? `予定を過ぎた小包 ${way.late}個` : undefined,
  });
  const step = (href: string, name: string, unit: Step['unit'], waiting?: readonly (Instant | null)[]) => ({
    ...{ href, name, unit, count: waiting?.length, longest: longestOf(waiting, now) },
  });
  return [
    {
      ...step(
        '/pick-list',
        '出庫待ち',
        '点',
        toFetch?.map(({ since }) => since),
      ),
      count: toFetch?.reduce((sum, { copies }) => sum + copies, 0),
    },
    step(
      '/packing',
      '梱包待ち',
      '点',
      toPack?.map(({ since }) => since),
    ),
    step(
      '/dispatch-board',
      '発送待ち',
      '個',
      board?.open.map(({ openedAt }) => openedAt),
    ),
    { href: '/parcels?direction=outward', name: '配送中', ...onTheWay(outward) },
    { ...step('/hold-shelf', '取り置き棚', '点', held && [held.since]), count: held?.copies },
    { href: '/parcels?direction=return', name: '返送中', ...onTheWay(back) },
    { ...step('/returns', '返却処理待ち', '個', home && [home.since]), count: home?.parcels },
  ];
}
