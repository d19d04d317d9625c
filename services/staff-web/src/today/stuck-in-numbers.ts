import { openCounts } from '@toshobin/events';
import { lettersInTime } from '../dead-letters/letters-or-away.ts';
import type { StaffWebDeps } from '../deps.ts';
import { needsNobody } from '../processes/stuck-processes.ts';
import type { Staff } from '../roles.ts';
import { readViews } from '../timeline/saved-views.ts';
import type { Tile } from './today.page.tsx';

/** What an operator looks at first: what does not go on by itself, red where there is any. */
export async function tilesOfOperator(deps: StaffWebDeps, staff: Staff): Promise<Tile[]> {
  const [{ listed }, letters] = await Promise.all([readViews(deps, staff), countsOfLetters(deps)]);
  const stuck = listed.get('stuck');
  const inTrouble = (stuck?.processes ?? []).filter((process) => !needsNobody(process));
  const processes = stuck?.away ? undefined : inTrouble.length + (stuck?.silent?.length ?? 0);
  const parked = letters?.parkedKeys ?? 0;
  return [
    tile('/timeline/views?view=stuck', '進まない処理', processes, '応答しないサービスも数えます'),
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

/** None while Kafka is away, or does not answer in time. */
async function countsOfLetters(deps: Pick<StaffWebDeps, 'deadLetters'>) {
  const letters = await lettersInTime(deps);
  return letters === 'away' ? undefined : openCounts(letters);
}
