import { KafkaAway, type StoredLetter } from '@toshobin/events';
import type { StaffWebDeps } from '../deps.ts';

/** Milliseconds that a page waits for the letters where it is about something else; read meanwhile, they are there the next time. */
const LETTERS_MS = 3_000;

/** Every letter that is kept; `away`: no broker answers. */
export async function lettersOrAway({
  deadLetters,
}: Pick<StaffWebDeps, 'deadLetters'>): Promise<readonly StoredLetter[] | 'away'> {
  try {
    return await deadLetters.list();
  } catch (fault) {
    if (fault instanceof KafkaAway) return 'away';
    throw fault;
  }
}

/** The same; `away` too where they do not come in time. */
export async function lettersInTime(
  deps: Pick<StaffWebDeps, 'deadLetters'>,
): Promise<readonly StoredLetter[] | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'away'>((resolve) => {
    timer = setTimeout(() => resolve('away'), LETTERS_MS);
  });
  try {
    return await Promise.race([lettersOrAway(deps), late]);
  } finally {
    clearTimeout(timer);
  }
}
