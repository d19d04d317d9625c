import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { countLetters, countStuck } from '../what-waits/what-waits.ts';
import type { Tile } from './today.page.tsx';

/** What an operator looks at first: what does not go on by itself, red where there is any. */
export async function tilesOfOperator(deps: StaffWebDeps, staff: Staff): Promise<Tile[]> {
  const [stuck, letters] = await Promise.all([countStuck(deps, staff), countLetters(deps)]);
  const parked = letters?.parked ?? 0;
  return [
    tile('/timeline/views?view=stuck', '進まない処理', stuck, '応答しないサービスも数えます'),
    tile(
      '/dead-letters',
      '読めない・止めた知らせ',
      letters && letters.unreadable + parked,
      parked > 0 ? `うち 不具合で止めてあるもの ${parked}件` : undefined,
    ),
  ];
}

function tile(href: string, name: string, count: number | undefined, sub: string | undefined): Tile {
  return { href, name, icon: 'stop', count, unit: '件', sub, tone: count === 0 ? undefined : 'stop' };
}
