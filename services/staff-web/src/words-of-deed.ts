import { verbWords } from './all-verbs.ts';
import { otherWords } from './audit/action-words.ts';

const words: Readonly<Record<string, string>> = { ...verbWords, ...otherWords };

/** What was done, in the words of the desk; as it was written, if nobody does that any more. */
export function wordsOfDeed(action: string): string {
  return words[action] ?? action;
}
