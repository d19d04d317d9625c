import { type Duration, durationMs } from '../calendar/duration.ts';
import { type LendingPolicy, LendingPolicySchema } from './lending-policy.ts';

const DAY_MS = durationMs('P1D');

/** Numbers of which the first must be longer than the second, or a rule is never carried out as it reads. */
const LONGER = [
  // R7, R11. Delivery is counted into a loan.
  ['loanPeriod', 'yuMailDeliveryDays'],
  ['loanPeriod', 'yuPackDeliveryDays'],
  // R7. A patron whose ready mail is in time hears of the copy before it is due.
  ['loanPeriod', 'lateMailThreshold'],
  // R18. The reminder comes within the loan.
  ['loanPeriod', 'dueReminderBefore'],
  // R6, R19. The reminder comes within the hold.
  ['holdPeriod', 'holdReminderBefore'],
  // R10. A copy should have been sent on before it is searched for.
  ['homeWithin', 'sendBackOpenDays'],
  // R7. The library is asked, then the desk, and at last the parcel is lost.
  ['yuMailAskDeskOpenDays', 'yuMailAskLibraryOpenDays'],
  ['yuMailLostOpenDays', 'yuMailAskDeskOpenDays'],
  ['yuPackAskDeskOpenDays', 'yuPackAskLibraryOpenDays'],
  ['yuPackLostOpenDays', 'yuPackAskDeskOpenDays'],
] as const;

/** A number that is not longer than another one that it must outlast. */
export interface Contradiction {
  longer: keyof LendingPolicy;
  shorter: keyof LendingPolicy;
}

/**
 * The numbers that contradict each other, in the order of the rules. A period of less than a day is a test's and is
 * compared with nothing.
 */
export function contradictionsIn(policy: LendingPolicy): Contradiction[] {
  return LONGER.filter(([longer, shorter]) => {
    const [days, others] = [daysOf(policy[longer]), daysOf(policy[shorter])];
    return days >= 1 && days <= others;
  }).map(([longer, shorter]) => ({ longer, shorter }));
}

/** Open days and days of delivery are at least so many days. */
function daysOf(number: Duration | number): number {
  return typeof number === 'number' ? number : durationMs(number) / DAY_MS;
}

/** The numbers as they are entered; those that were stored before are read although they contradict each other. */
export const NewPolicySchema = LendingPolicySchema.superRefine((policy, context) => {
  for (const { longer, shorter } of contradictionsIn(policy))
    context.addIssue({ code: 'custom', path: [longer], message: `must be longer than ${shorter}` });
});
