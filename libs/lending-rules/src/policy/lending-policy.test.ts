import { describe, expect, test } from '@jest/globals';
import { defaultPolicy, type LendingPolicy, LendingPolicySchema } from '../index.ts';

describe("the library's own numbers", () => {
  const numbers: [string, Partial<LendingPolicy>][] = [
    ['R3: ten reservations and ten loans', { reservationLimit: 10, loanLimit: 10 }],
    ['R4: by phone nothing but 来館貸出可', { phoneForOtherTitles: false }],
    ['R6: a hold of 7 days and at least 4 open days', { holdPeriod: 'P7D', holdMinimumOpenDays: 4 }],
    ['R6: 14 days to reach a patron whom no mail reaches', { holdContactWithin: 'P14D' }],
    ['R7: a loan of 3 weeks', { loanPeriod: 'P21D' }],
    ['R7: a mail after day 7 gives 2 weeks', { lateMailThreshold: 'P7D', lateMailLoanPeriod: 'P14D' }],
    ['R7: taken for arrived after 2 days of delivery', { assumedArrivalDeliveryDays: 2 }],
    ['R8: an extension of 2 weeks', { extensionPeriod: 'P14D' }],
    ['R8: a preview that counts for 10 minutes', { extensionPreviewValidity: 'PT10M' }],
    [
      'R9: 3 open days to look at the shelf, then 7 of grace',
      { shelfCheckOpenDays: 3, shelfCheckGrace: 'P7D' },
    ],
    ['R9: handed out after the hold, due 7 days later', { handOutAfterExpiry: 'P7D' }],
    ['R10: a copy handed in still counts', { handedInCountsTowardsLimit: true }],
    ['R10: sent on within 3 open days, home within 14 days', { sendBackOpenDays: 3, homeWithin: 'P14D' }],
    ['R10: searched for during 14 days', { searchFor: 'P14D' }],
    [
      'R11: two copies, 1 kg and 3 cm by Yu-Mail',
      { yuMailMaxItems: 2, yuMailMaxWeightGrams: 1000, yuMailMaxThicknessMm: 30 },
    ],
    [
      'R11: Yu-Mail takes 3 days, and rests on Saturday and Sunday',
      { yuMailDeliveryDays: 3, yuMailNotDeliveredOn: [6, 7] },
    ],
    ['R11: Yu-Pack takes 2 days, and never rests', { yuPackDeliveryDays: 2, yuPackNotDeliveredOn: [] }],
    [
      'R7: a Yu-Mail parcel is asked about after 2 and 5 open days, and lost after 14',
      { yuMailAskLibraryOpenDays: 2, yuMailAskDeskOpenDays: 5, yuMailLostOpenDays: 14 },
    ],
    [
      'R7: a Yu-Pack parcel is asked about after 1 and 3 open days, and lost after 10',
      { yuPackAskLibraryOpenDays: 1, yuPackAskDeskOpenDays: 3, yuPackLostOpenDays: 10 },
    ],
    ['R11: a closure of 3 days holds a parcel back', { longClosureDays: 3 }],
    ['R15: kept for 7 days, alone for 28', { loanLimitKeep: 'P7D', loanLimitKeepAlone: 'P28D' }],
    ['R18: notices on day 1, 7, 14 and 28', { overdueNoticesAfter: ['P1D', 'P7D', 'P14D', 'P28D'] }],
    ['R6: a reminder 2 days before the end of a hold', { holdReminderBefore: 'P2D' }],
    ['R18: a reminder 3 days before a due date', { dueReminderBefore: 'P3D' }],
    ['R19: mails from eight to eight', { mailWindow: { from: '08:00', until: '20:00' } }],
    ['volumes may be wished for in order', { readingOrders: true }],
    ['R20: suspended for 180 days at most', { suspensionMax: 'P180D' }],
    ['R20: ten wishes an hour for a reservation', { wishesPerReservation: 10 }],
    ['R20: forty wishes an hour for a patron', { wishesPerPatron: 40 }],
  ];

  test.each(numbers)('%s', (_, rule) => {
    expect(defaultPolicy).toMatchObject(rule);
  });

  test('each of them is named above, and all are a valid policy', () => {
    const named = numbers.flatMap(([, rule]) => Object.keys(rule));
    expect(named.sort()).toEqual(Object.keys(defaultPolicy).sort());
    expect(LendingPolicySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
  });
});

test.each([
  ['an unknown name', { ...defaultPolicy, loanPeriodDays: 21 }],
  ['a limit of none', { ...defaultPolicy, loanLimit: 0 }],
  ['a negative limit', { ...defaultPolicy, reservationLimit: -1 }],
  ['half a loan', { ...defaultPolicy, loanLimit: 1.5 }],
  ['a limit as text', { ...defaultPolicy, loanLimit: '10' }],
  ['a loan of no days', { ...defaultPolicy, loanPeriod: 'P0D' }],
  ['a negative period', { ...defaultPolicy, loanPeriod: '-P21D' }],
  ['a period of months', { ...defaultPolicy, loanPeriod: 'P1M' }],
  ['notices that do not grow', { ...defaultPolicy, overdueNoticesAfter: ['P7D', 'P1D'] }],
  ['a notice after "soon"', { ...defaultPolicy, overdueNoticesAfter: ['P1D', 'soon'] }],
  ['no notices', { ...defaultPolicy, overdueNoticesAfter: [] }],
  ['mail hours backwards', { ...defaultPolicy, mailWindow: { from: '20:00', until: '08:00' } }],
  ['mail hours that do not exist', { ...defaultPolicy, mailWindow: { from: '08:00', until: '25:00' } }],
  ['mail hours of no length', { ...defaultPolicy, mailWindow: { from: '08:00', until: '08:00' } }],
  [
    'mail hours with a lunch break',
    { ...defaultPolicy, mailWindow: { from: '08:00', until: '20:00', but: '12:00' } },
  ],
  ['two notices at once', { ...defaultPolicy, overdueNoticesAfter: ['P7D', 'P1W'] }],
  ['a third notice before the second', { ...defaultPolicy, overdueNoticesAfter: ['P1D', 'P14D', 'P7D'] }],
  ['Yu-Mail of no weight', { ...defaultPolicy, yuMailMaxWeightGrams: 0 }],
  ['Yu-Mail of no thickness', { ...defaultPolicy, yuMailMaxThicknessMm: 0 }],
  ['more loans than anybody carries', { ...defaultPolicy, loanLimit: 1001 }],
  ['a Yu-Pack that never comes', { ...defaultPolicy, yuPackNotDeliveredOn: [1, 2, 3, 4, 5, 6, 7] }],
  ['a post that never delivers', { ...defaultPolicy, yuMailNotDeliveredOn: [1, 2, 3, 4, 5, 6, 7] }],
])('a policy with %s is refused', (_, policy) => {
  expect(LendingPolicySchema.safeParse(policy).success).toBe(false);
});

test.each([
  ['a limit of one', { loanLimit: 1 }],
  ['a limit of a thousand', { loanLimit: 1000 }],
  ['Yu-Mail of a gram and a millimetre', { yuMailMaxWeightGrams: 1, yuMailMaxThicknessMm: 1 }],
  ['a loan of a millisecond', { loanPeriod: 'PT0.001S' }],
  ['one notice only', { overdueNoticesAfter: ['P1D'] }],
  ['mail hours of a minute', { mailWindow: { from: '08:00', until: '08:01' } }],
  ['a post that delivers once a week', { yuMailNotDeliveredOn: [1, 2, 3, 4, 5, 6] }],
])('a policy with %s is a policy', (_, change) => {
  expect(LendingPolicySchema.parse({ ...defaultPolicy, ...change })).toEqual({ ...defaultPolicy, ...change });
});

test('a policy stored before parcels were asked about has the usual numbers for it', () => {
  const asked = Object.keys(defaultPolicy).filter((name) => /^yu(Mail|Pack)(Ask|Lost)/.test(name));
  const kept = Object.entries(defaultPolicy).filter(([name]) => !asked.includes(name));
  expect(asked).toHaveLength(6);
  expect(LendingPolicySchema.parse(Object.fromEntries(kept))).toEqual(defaultPolicy);
});

test.each([
  ['a loan of no days', { loanPeriod: 'P0D' }, 'must be longer than nothing'],
  [
    'mail hours of no length',
    { mailWindow: { from: '08:00', until: '08:00' } },
    'must not end before it begins',
  ],
  ['two notices at once', { overdueNoticesAfter: ['P7D', 'P1W'] }, 'must grow from one to the next'],
])('what is wrong with %s is said', (_, change, message) => {
  const { error } = LendingPolicySchema.safeParse({ ...defaultPolicy, ...change });
  expect(error?.issues).toMatchObject([{ path: Object.keys(change), message }]);
});

test('a policy with a number missing is refused', () => {
  const { loanPeriod: _, ...rest } = defaultPolicy;
  expect(LendingPolicySchema.safeParse(rest).success).toBe(false);
});

test.each(Object.keys(defaultPolicy))("%s, where it may be left out, is the library's own", (name) => {
  const rest = Object.fromEntries(Object.entries(defaultPolicy).filter(([other]) => other !== name));
  const { success, data } = LendingPolicySchema.safeParse(rest);
  if (success) expect(data).toEqual(defaultPolicy);
});

test('a test may count in seconds and send mails at any hour', () => {
  const quick = { ...defaultPolicy, loanPeriod: 'PT20S', mailWindow: { from: '00:00', until: '24:00' } };
  expect(LendingPolicySchema.parse(quick)).toEqual(quick);
});
