import type { LendingPolicy } from '@toshobin/lending-rules';

/** Weeks as seconds: within a walk holds end, mails remind and accuse, loans are late and long overdue. */
export const quickPolicy = {
  holdPeriod: 'PT40S',
  holdContactWithin: 'PT60S',
  holdReminderBefore: 'PT15S',
  loanPeriod: 'PT60S',
  lateMailThreshold: 'PT30S',
  lateMailLoanPeriod: 'PT40S',
  extensionPeriod: 'PT80S',
  shelfCheckOpenDays: 1,
  shelfCheckGrace: 'PT20S',
  handOutAfterExpiry: 'PT30S',
  homeWithin: 'PT60S',
  searchFor: 'PT60S',
  loanLimitKeep: 'PT15S',
  loanLimitKeepAlone: 'PT30S',
  dueReminderBefore: 'PT20S',
  overdueNoticesAfter: ['PT4S', 'PT8S', 'PT14S', 'PT20S'],
  mailWindow: { from: '00:00', until: '24:00' },
  // A third of the patrons come to their limit of loans.
  loanLimit: 4,
  reservationLimit: 6,
  wishesPerReservation: 1_000,
  wishesPerPatron: 1_000,
} satisfies Partial<LendingPolicy>;
