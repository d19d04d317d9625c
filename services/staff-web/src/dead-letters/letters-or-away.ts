import { KafkaAway, type StoredLetter } from '@toshobin/events';
import type { StaffWebDeps } from '../deps.ts';

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
