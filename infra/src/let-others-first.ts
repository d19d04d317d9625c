import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** The processes that a scan sets going and that nobody at a desk waits for: they yield where the processors are short. */
export const yielding = ['kafka', 'temporal', 'workflows'] as const;

/** In steps of `nice`: two fifths of what one gets that does not yield. A patron's reservation goes through these, too. */
const BEHIND = 4;

/**
 * From now on a process comes after the others where the processors are short. In a session of its own Linux may weigh
 * sessions instead of processes (autogroup), so that is told as well.
 */
export function letOthersFirst(pid: number): void {
  try {
    setPriority(pid, BEHIND);
    const ofSession = `/proc/${pid}/autogroup`;
    if (existsSync(ofSession)) writeFileSync(ofSession, String(BEHIND));
  } catch (fault) {
    // The process has ended, or the kernel lets nobody say that twice in a tenth of a second.
    if (!/ESRCH|ENOENT|EAGAIN/.test(String(fault))) throw fault;
  }
}
