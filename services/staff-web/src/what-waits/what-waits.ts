import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { openCounts } from '@toshobin/events';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { lettersInTime } from '../dead-letters/letters-or-away.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { MenuCount, MenuCounts } from '../pages/menu.tsx';
import { needsNobody } from '../processes/stuck-processes.ts';
import { mayDo, type Staff } from '../roles.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { overdueTasks } from '../tasks/task-list.tsx';
import { readViews } from '../timeline/saved-views.ts';

/** How old the numbers beside the menu may be before they are counted anew. */
const FRESH_MS = 15_000;

interface Counted {
  at: number;
  counts: MenuCounts;
}

/**
 * What waits for somebody, beside the menu of every page: tasks, processes that do not go on, dead letters. A page shows
 * what was counted last and never waits for it; counting is begun by the page that finds it old, one at a time for each
 * role and library.
 */
export class WhatWaits {
  readonly #counted = new Map<string, Counted>();
  readonly #counting = new Map<string, Promise<void>>();

  /** What was counted last; nothing before that, and for those who have no menu. */
  of(deps: StaffWebDeps, staff: Staff): MenuCounts {
    if (staff.role === 'pickupLibrary' || staff.role === 'administrator') return {};
    const key = `${staff.role} ${staff.library}`;
    const last = this.#counted.get(key);
    const now = deps.now().getTime();
    if (last === undefined || now - last.at >= FRESH_MS) void this.#count(deps, staff, key);
    return last?.counts ?? {};
  }

  /** Counts at the start of the process, so that the first page has numbers too. */
  begin(deps: StaffWebDeps): void {
    for (const role of ['prefecturalDesk', 'operator'] as const)
      this.of(deps, { account: '', role, library: PREFECTURAL_LIBRARY });
  }

  /** When what is being counted now has been: before that the database is not closed. */
  async counted(): Promise<void> {
    await Promise.all(this.#counting.values());
  }

  #count(deps: StaffWebDeps, staff: Staff, key: string): Promise<void> {
    const begun = this.#counting.get(key);
    if (begun) return begun;
    const counting = countFor(deps, staff)
      .then((counts) => void this.#counted.set(key, { at: deps.now().getTime(), counts }))
      .catch((err: unknown) => deps.log.warn({ err }, 'what waits was not counted'))
      .finally(() => this.#counting.delete(key));
    this.#counting.set(key, counting);
    return counting;
  }
}

async function countFor(deps: StaffWebDeps, staff: Staff): Promise<MenuCounts> {
  const may = mayDo[staff.role];
  const [tasks, stuck, letters] = await Promise.all([
    may.has('tasks') ? countTasks(deps, staff) : undefined,
    may.has('savedViews') ? countStuck(deps, staff) : undefined,
    may.has('deadLetters') ? countLetters(deps) : undefined,
  ]);
  return {
    ...(tasks ? { '/tasks': tasks } : {}),
    ...(stuck ? { '/timeline/views?view=stuck': red(stuck) } : {}),
    ...(letters ? { '/dead-letters': red(letters.unreadable + letters.parked) } : {}),
  };
}

const red = (count: number): MenuCount => ({ count, tone: count > 0 ? 'stop' : undefined });

async function countTasks(deps: StaffWebDeps, staff: Staff): Promise<MenuCount> {
  const { tasks } = await listTasks(deps, staff);
  const late = overdueTasks(tasks, dayOf(instantFromDate(deps.now())));
  return { count: tasks.length, tone: late > 0 ? 'stop' : undefined };
}

/** Processes that do not go on by themselves, and services that are silent; undefined while Temporal is away. */
async function countStuck(deps: StaffWebDeps, staff: Staff): Promise<number | undefined> {
  const { listed } = await readViews(deps, staff);
  const stuck = listed.get('stuck');
  if (stuck === undefined || stuck.away) return undefined;
  return stuck.processes.filter((process) => !needsNobody(process)).length + (stuck.silent?.length ?? 0);
}

/** Letters that nobody could read, and keys that are parked; undefined while Kafka is away, or does not answer in time. */
export async function countLetters(
  deps: Pick<StaffWebDeps, 'deadLetters'>,
): Promise<{ unreadable: number; parked: number } | undefined> {
  const letters = await lettersInTime(deps);
  if (letters === 'away') return undefined;
  const { unreadable, parkedKeys } = openCounts(letters);
  return { unreadable, parked: parkedKeys };
}
