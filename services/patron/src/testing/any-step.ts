import { addDays, type CalendarDate, deadlineOn } from '@toshobin/lending-rules';
import type { Step } from './reserve.ts';

export const STEPS = [
  'queued',
  'suspended',
  'pickupChanged',
  'heldForLoanLimit',
  'arrivalOverdue',
  'ready',
  'holdEndsSoon',
  'handedOut',
  'dueSoon',
  'overdue',
  'extended',
  'expired',
  'cancelled',
] as const;
export type AnyStep = (typeof STEPS)[number];

/** The steps that a process tells without a copy, too. */
export const OF_THE_QUEUE: readonly AnyStep[] = ['queued', 'suspended', 'pickupChanged', 'cancelled'];

/** What a process would tell by a step of that name, on that day; the caller says of which allocation. */
export function stepNamed(
  name: AnyStep,
  { pickupLibrary, today }: { pickupLibrary: string | undefined; today: CalendarDate },
): Step {
  const allocation = 0;
  const due = deadlineOn(addDays(today, 21));
  switch (name) {
    case 'queued':
      return { milestone: name, allocation, mail: 'accepted', position: 2 };
    case 'suspended':
      return { milestone: name, allocation, until: addDays(today, 10) };
    case 'pickupChanged':
      return { milestone: name, allocation, pickupLibrary: pickupLibrary === 'pref' ? 'uto' : 'pref' };
    case 'heldForLoanLimit':
      return { milestone: name, allocation, keptUntil: addDays(today, 7) };
    case 'ready':
      return pickupLibrary === 'pref'
        ? { milestone: 'readyAtPrefectural', allocation }
        : { milestone: 'readyAtMunicipal', allocation, due, parcelNumber: '900000000019' };
    case 'holdEndsSoon':
      return { milestone: name, allocation, until: addDays(today, 2) };
    case 'dueSoon':
      return { milestone: name, allocation, due, extensionPossible: true };
    case 'overdue':
      return { milestone: name, allocation, due: deadlineOn(addDays(today, -1)), notice: 1 };
    case 'handedOut':
    case 'extended':
      return { milestone: name, allocation, due };
    case 'expired':
      return { milestone: name, allocation, until: today, comesHome: true };
    case 'cancelled':
      return { milestone: name, allocation, by: 'patron' };
    default:
      return { milestone: name, allocation };
  }
}
