import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { openCounts } from '@toshobin/events';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { lettersInTime } from '../dead-letters/letters-or-away.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { type MenuCount, type MenuCounts, red } from '../pages/menu.tsx';
import { failingCommands } from '../processes/failing-commands.ts';
import { mayDo } from '../roles.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { overdueTasks } from '../tasks/task-list.tsx';
import { howMany, readViews } from '../timeline/saved-views.ts';

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
    const key = keyOf(staff);
    const last = this.#counted.get(key);
    const now = deps.now().getTime();
    if (last === undefined || now - last.at >= FRESH_MS) void this.#count(deps, staff, key);
    return last?.counts ?? {};
  }

  /** A page has just counted some of it: the menu says the same from then on, or nothing where that can't be told. */
  told(staff: Staff, known: Readonly<Record<string, number | undefined>>): void {
    const last = this.#counted.get(keyOf(staff));
    if (last === undefined) return;
    const counts = { ...last.counts };
    for (const [path, count] of Object.entries(known)) {
      if (count === undefined) delete counts[path];
      else counts[path] = red(count);
    }
    this.#counted.set(keyOf(staff), { ...last, counts });
  }

  /**
   * Counts at the start of the process, so that the first page has numbers too; false: somebody does not answer yet who
   * may be starting beside it, and would be counted as standing still.
   */
  async begin(deps: StaffWebDeps): Promise<boolean> {
    if ((await failingCommands(deps)).silent.length > 0) return false;
    for (const role of ['prefecturalDesk', 'operator'] as const)
      this.of(deps, { account: '', role, library: PREFECTURAL_LIBRARY });
    return true;
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

const keyOf = ({ role, library }: Staff) => `${role} ${library}`;

async function countFor(deps: StaffWebDeps, staff: Staff): Promise<MenuCounts> {
  const may = mayDo[staff.role];
  const [tasks, stuck, letters] = await Promise.all([
    may.has('tasks') ? countTasks(deps, staff) : undefined,
    may.has('savedViews') ? countStuck(deps, staff) : undefined,
    may.has('deadLetters') ? countLetters(deps) : undefined,
  ]);
  return {
    ...(tasks ? { '/tasks': tasks } : {}),
    ...(stuck === undefined ? {} : { '/timeline/views?view=stuck': red(stuck) }),
    ...(letters ? { '/dead-letters': red(letters.unreadable + letters.parked) } : {}),
  };
}

async function countTasks(deps: StaffWebDeps, staff: Staff): Promise<MenuCount> {
  const { tasks } = await listTasks(deps, staff);
  const late = overdueTasks(tasks, dayOf(instantFromDate(deps.now())));
  return { count: tasks.length, tone: late > 0 ? 'stop' : undefined };
}

/** What stands still, as its own page counts it; undefined while Temporal is away. */
async function countStuck(deps: StaffWebDeps, staff: Staff): Promise<number | undefined> {
  const { listed } = await readViews(deps, staff);
  return howMany(listed.get('stuck'));
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
