import { databaseAway } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import type { Instant } from '@toshobin/lending-rules';
import type { Progress } from '@toshobin/temporal';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { askForReturn, returningCopies } from '../copies/ask-for-returns.ts';
import { endSearch, searchedCopies } from '../copies/end-searches.ts';
import { allocateFreeCopiesOf, titlesWithFreeCopies } from '../queue/allocate-free-copies.ts';
import { titlesToldOtherwise } from '../queue/tell-if-waiting-changed.ts';

const PAGE = 200;
/** So many rows that fail are named; more are another trouble. */
const MOST_NAMED = 20;

/** How far a look came, with what it did until there. */
export const LookSchema = z.object({
  step: z.int(),
  /** The last row that was looked at in that step. */
  after: z.string().regex(/^\d+$/),
  searchesEnded: z.int(),
  allocated: z.int(),
  tasksOpened: z.int(),
  failed: z.array(z.string()),
});
type Look = z.infer<typeof LookSchema>;

interface Step {
  counts: 'searchesEnded' | 'allocated' | 'tasksOpened';
  rows(deps: CatalogDeps, after: bigint, atMost: number): Promise<bigint[]>;
  lookAt(deps: CatalogDeps, row: bigint, at: Instant): Promise<number>;
}

const steps: readonly Step[] = [
  {
    counts: 'searchesEnded',
    rows: searchedCopies,
    lookAt: async (deps, copyId, at) => Number(await endSearch(deps, copyId, at)),
  },
  { counts: 'allocated', rows: titlesWithFreeCopies, lookAt: giveFreeCopies },
  { counts: 'tasksOpened', rows: returningCopies, lookAt: askForReturn },
  // Each lock of a title tells, at its end, whether somebody waits for it, when that was told otherwise.
  { counts: 'allocated', rows: titlesToldOtherwise, lookAt: giveFreeCopies },
];

function giveFreeCopies(deps: CatalogDeps, recordId: bigint, at: Instant): Promise<number> {
  return allocateFreeCopiesOf(deps, recordId, new Date(at));
}

/**
 * The nightly look at what waits: searches whose time is over, copies that somebody may have again, copies handed in
 * that are not on their way or not home (R10), titles of which was told otherwise than is so (R8). Each row in a
 * transaction of its own, so that what was done stays done; a look that was cut off goes on after its last row, and a
 * row that fails is named and left to the next night.
 */
export async function lookAtWhatWaits(
  deps: CatalogDeps,
  { at }: { at: Instant },
  progress: Progress<Look>,
): Promise<Omit<Look, 'step' | 'after'>> {
  let look = progress.from ?? begun;
  for (let step = steps[look.step]; step !== undefined; step = steps[look.step]) {
    const rows = await step.rows(deps, BigInt(look.after), PAGE);
    for (const row of rows) {
      look = { ...(await after(look, step, row, () => step.lookAt(deps, row, at))), after: String(row) };
      progress.note(look);
    }
    if (rows.length < PAGE) look = { ...look, step: look.step + 1, after: '0' };
  }
  const { searchesEnded, allocated, tasksOpened, failed } = look;
  return { searchesEnded, allocated, tasksOpened, failed };
}

const begun: Look = { step: 0, after: '0', searchesEnded: 0, allocated: 0, tasksOpened: 0, failed: [] };

async function after(
  look: Look,
  { counts }: Step,
  row: bigint,
  lookAt: () => Promise<number>,
): Promise<Look> {
  try {
    return { ...look, [counts]: look[counts] + (await lookAt()) };
  } catch (fault) {
    if (databaseAway(fault)) throw fault;
    return { ...look, failed: [...look.failed, `${counts} ${row}: ${inShort(fault)}`].slice(0, MOST_NAMED) };
  }
}
