import type { LendingPolicy } from '@toshobin/lending-rules';
import { closedWords } from '../libraries/closing-days.ts';
import { type Kind, type Typed, written } from './number-words.ts';
import { type NumberName, numberNames, numberWords } from './policy-words.ts';

/** A number that was something else before, as staff write both. */
export interface ChangedNumber {
  name: NumberName;
  from: string;
  to: string;
}

/** What differs between two sets of numbers, in the order of the page. */
export function changedNumbers(before: LendingPolicy, after: LendingPolicy): ChangedNumber[] {
  return numberNames.flatMap((name) => {
    const { kind } = numberWords[name];
    const [from, to] = [before, after].map((policy) => spoken(written(policy[name], kind), kind));
    return from === undefined || to === undefined || from === to ? [] : [{ name, from, to }];
  });
}

/** As it is read on the page: the words of a choice, the names of days. */
function spoken(typed: Typed, kind: Kind): string {
  if (kind.kind === 'choice') return typed === 'true' ? kind.yes : kind.no;
  if (typeof typed === 'string') return typed;
  return closedWords(typed.map(Number));
}
