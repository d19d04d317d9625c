import type { TaskKind } from '@toshobin/contracts';
import { type Fact, type FactKind, type Position, reached } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

/** The tasks about a copy that a fact of each kind settles; what takes it back has staff asked again. */
export async function settleByFact(tx: Transaction, fact: Fact, barcode: string): Promise<void> {
  if (fact.voids !== undefined) return askAgain(tx, fact.voids, barcode);
  const kinds = settledBy(fact);
  if (kinds.length === 0) return;
  await clearTasks(tx, { kinds, subject: { barcode }, by: 'process', at: fact.recordedAt });
}

/** No process goes on that would ask for these; what staff have settled stays so. */
async function askAgain(tx: Transaction, voided: string, barcode: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE task SET cleared_at = NULL, cleared_by = NULL FROM scan
    WHERE scan.fact_id = ${voided}::uuid AND task.kind IN ('longOverdue', 'wrongPerson') AND task.barcode = ${barcode}
      AND cleared_by = 'process' AND cleared_at = scan.recorded_at AND NOT EXISTS (
        SELECT FROM task now WHERE now.kind = task.kind AND now.subject_key = task.subject_key AND now.cleared_at IS NULL)`;
}

/** Whether the way that the copy has gone leaves nothing to be done: such a task is not opened any more. */
export function isSettledAt(position: Position, kind: TaskKind): boolean {
  if (reached(position, 'home')) return atHome.includes(kind);
  return reached(position, 'handedIn') && handedIn.includes(kind);
}

/** Tasks that are over once a library has the copy in the hand, whatever was said before. */
const handedIn: readonly TaskKind[] = ['claimedReturned', 'wrongPerson', 'longOverdue', 'confirmHandOut'];

/** Tasks that are over once the copy is home, also where the process has ended. */
const atHome: readonly TaskKind[] = [
  'sendBack',
  'searchReturn',
  'claimedReturned',
  'searchUnlent',
  'moveHold',
  'wrongPerson',
  'longOverdue',
  'askBranch',
  'confirmHandOut',
  'borrowerUnknown',
];

/** Of the way home: it has left the library where it was handed in. */
export const sentOn: readonly FactKind[] = ['shipped', 'arrived', 'sentBack'];

function settledBy({ kind, leg }: Fact): readonly TaskKind[] {
  if (kind === 'home') return atHome;
  if (kind === 'handedOut') return ['moveHold', 'confirmHandOut'];
  if (leg === 'outward') return kind === 'packed' ? ['moveHold'] : [];
  if (kind === 'handedIn') return handedIn;
  return sentOn.includes(kind) ? ['sendBack', ...handedIn] : [];
}
