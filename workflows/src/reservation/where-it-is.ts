import type { LedgerState, LendingStatus } from '@toshobin/lending-rules';
import type { Duty } from './duty.ts';
import { day, dayAt } from './words.ts';

/**
 * Which stages operators find in their lists: at most five changes a life (design §4). A stage before the copy leaves
 * the desk is listed only in place of another that holds no longer (it resumed, or a scan was taken back).
 */
export const listed: Readonly<Record<LendingStatus, 'always' | 'instead' | 'never'>> = {
  waiting: 'instead',
  suspended: 'always',
  toFetch: 'instead',
  fetched: 'instead',
  packed: 'instead',
  inTransit: 'always',
  held: 'always',
  onLoan: 'always',
  handedIn: 'never',
  comingHome: 'always',
  lost: 'instead',
  over: 'never',
};

/** What an operator reads of a reservation: where it is, since when, and what comes next. No person, no title. */
export function whereItIs(state: LedgerState, pickupLibraryName: string, next: Duty | undefined): string {
  const comes = next?.at === undefined ? '' : `; on ${dayAt(next.at)}: ${next.summary}`;
  return `${where(state, pickupLibraryName)}${comes}`;
}

function where({ stage, copy, resumesOn, ended }: LedgerState, library: string): string {
  const { shippedAt, handedOutAt } = copy?.position ?? {};
  switch (stage) {
    case 'waiting':
      return 'Waiting in the queue of its title';
    case 'suspended':
      return resumesOn
        ? `Suspended by its patron until ${day(resumesOn)}`
        : 'Passed on: keeps its place until the patron has a loan slot free';
    case 'toFetch':
      return 'Its copy is to be fetched from its shelf';
    case 'fetched':
      return `Fetched, to be packed for ${library}`;
    case 'packed':
      return `Packed for ${library}`;
    case 'inTransit': {
      const since = shippedAt ? ` since ${dayAt(shippedAt)}` : '';
      const { expectedDate } = copy?.parcel ?? {};
      const expected = expectedDate ? `, expected by ${day(expectedDate)}` : '';
      const late = copy?.delayed ? ', and not there yet: it is being looked for' : '';
      return `In the mail to ${library}${since}${expected}${late}`;
    }
    case 'held':
      return copy?.holdUntil
        ? `Held at ${library} until ${day(copy.holdUntil.date)}`
        : `At ${library}; the hold begins when its mail is accepted`;
    case 'onLoan': {
      const since = handedOutAt ? ` since ${dayAt(handedOutAt)}` : '';
      return `On loan${since}${copy?.due ? `, due on ${day(copy.due.date)}` : ''}`;
    }
    case 'handedIn':
      return `Handed in at ${copy?.returnLibrary ?? 'a library'}, on its way home`;
    case 'comingHome':
      return ended ? `${ended}, on its way home` : 'Sent back unasked, on its way home';
    case 'lost':
    case 'over':
      return stage;
  }
}
