import { describe, expect, test } from '@jest/globals';
import { defaultPolicy, type LendingPolicy, LendingPolicySchema, NewPolicySchema } from '../index.ts';

describe("the library's own numbers", () => {
  /** Each by its rule: a number without one is named by the compiler here. */
  const numbers: { [Name in keyof LendingPolicy]: [rule: string, value: LendingPolicy[Name]] } = {
    expiredCardsKeptMonths: ['R1: no registration is erased by itself', null],
    reservationLimit: ['R3: ten reservations', 10],
    loanLimit: ['R3: ten loans', 10],
    handedInCountsTowardsLimit: ['R10: a copy handed in still counts', true],
    phoneForOtherTitles: ['R4: by phone nothing but 来館貸出可', false],
    holdPeriod: ['R6: a hold of 7 days', 'P7D'],
    holdMinimumOpenDays: ['R6: at least 4 open days', 4],
    holdContactWithin: ['R6: 14 days to reach a patron whom no mail reaches', 'P14D'],
    holdReminderBefore: ['R6: a reminder 2 days before the end of a hold', 'P2D'],
    loanPeriod: ['R7: a loan of 3 weeks', 'P21D'],
    lateMailThreshold: ['R7: a mail after day 7 gives another date', 'P7D'],
    lateMailLoanPeriod: ['R7: which is in 2 weeks', 'P14D'],
    assumedArrivalDeliveryDays: ['R7: taken for arrived after 2 days of delivery', 2],
    extensionPeriod: ['R8: an extension of 2 weeks', 'P14D'],
    extensionPreviewValidity: ['R8: a preview that counts for 10 minutes', 'PT10M'],
    shelfCheckOpenDays: ['R9: 3 open days to look at the shelf', 3],
    shelfCheckGrace: ['R9: then 7 days of grace', 'P7D'],
    handOutAfterExpiry: ['R9: handed out after the hold, due 7 days later', 'P7D'],
    sendBackOpenDays: ['R10: sent on within 3 open days', 3],
    homeWithin: ['R10: home within 14 days', 'P14D'],
    searchFor: ['R10: searched for during 14 days', 'P14D'],
    yuMailMaxItems: ['R11: two copies by Yu-Mail', 2],
    yuMailMaxWeightGrams: ['R11: of 1 kg', 1000],
    yuMailMaxThicknessMm: ['R11: and 3 cm', 30],
    yuMailDeliveryDays: ['R11: Yu-Mail takes 3 days', 3],
    yuPackDeliveryDays: ['R11: Yu-Pack takes 2 days', 2],
    yuMailNotDeliveredOn: ['R11: Yu-Mail rests on Saturday and Sunday', [6, 7]],
    yuPackNotDeliveredOn: ['R11: Yu-Pack never rests', []],
    yuMailAskLibraryOpenDays: ['R7: a Yu-Mail parcel is asked about after 2 open days', 2],
    yuMailAskDeskOpenDays: ['R7: and after 5', 5],
    yuMailLostOpenDays: ['R7: and is lost after 14', 14],
    yuPackAskLibraryOpenDays: ['R7: a Yu-Pack parcel is asked about after 1 open day', 1],
    yuPackAskDeskOpenDays: ['R7: and after 3', 3],
    yuPackLostOpenDays: ['R7: and is lost after 10', 10],
    longClosureDays: ['R11: a closure of 3 days holds a parcel back', 3],
    loanLimitKeep: ['R15: kept for 7 days', 'P7D'],
    loanLimitKeepAlone: ['R15: alone for 28', 'P28D'],
    dueReminderBefore: ['R18: a reminder 3 days before a due date', 'P3D'],
    overdueNoticesAfter: ['R18: notices on day 1, 7, 14 and 28', ['P1D', 'P7D', 'P14D', 'P28D']],
    mailWindow: ['R19: mails from eight to eight', { from: '08:00', until: '20:00' }],
    readingOrders: ['volumes may be wished for in order', true],
    suspensionMax: ['R20: suspended for 180 days at most', 'P180D'],
    wishesPerReservation: ['R20: ten wishes an hour for a reservation', 10],
    wishesPerPatron: ['R20: forty wishes an hour for a patron', 40],
  };

  test.each(Object.entries(numbers))('%s %j', (name, [, value]) => {
    expect(defaultPolicy).toHaveProperty(name, value);
  });

  test('all are a valid policy', () => {
    expect(LendingPolicySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
  });
});

test.each([
  ['an unknown name', { ...defaultPolicy, loanPeriodDays: 21 }],
  ['a limit of none', { ...defaultPolicy, loanLimit: 0 }],
  ['a negative limit', { ...defaultPolicy, reservationLimit: -1 }],
  ['expired cards that go on the day after', { ...defaultPolicy, expiredCardsKeptMonths: 0 }],
  ['expired cards kept for a time that was not read', { ...defaultPolicy, expiredCardsKeptMonths: '1年' }],
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
  ['expired cards kept for a month', { expiredCardsKeptMonths: 1 }],
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

test('a policy stored before expired cards could be erased erases none', () => {
  const { expiredCardsKeptMonths: _, ...before } = defaultPolicy;
  expect(LendingPolicySchema.parse(before).expiredCardsKeptMonths).toBeNull();
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

test.each<[string, Partial<LendingPolicy>, longer: string, shorter: string]>([
  ['a loan that ends before Yu-Mail is there', { loanPeriod: 'P3D' }, 'loanPeriod', 'yuMailDeliveryDays'],
  ['a loan of hours', { loanPeriod: 'PT48H' }, 'loanPeriod', 'yuPackDeliveryDays'],
  ['a mail in time after the end of a loan', { loanPeriod: 'P7D' }, 'loanPeriod', 'lateMailThreshold'],
  ['a reminder before a loan begins', { dueReminderBefore: 'P3W' }, 'loanPeriod', 'dueReminderBefore'],
  ['a reminder before a hold begins', { holdReminderBefore: 'P7D' }, 'holdPeriod', 'holdReminderBefore'],
  ['a search before it is to be sent', { homeWithin: 'P3D' }, 'homeWithin', 'sendBackOpenDays'],
  ['Yu-Mail that is lost unasked', { yuMailLostOpenDays: 5 }, 'yuMailLostOpenDays', 'yuMailAskDeskOpenDays'],
  ['a desk asked at once', { yuPackAskDeskOpenDays: 1 }, 'yuPackAskDeskOpenDays', 'yuPackAskLibraryOpenDays'],
])('%s is not entered, and is read where it was stored', (_, change, longer, shorter) => {
  const policy = { ...defaultPolicy, ...change };
  const { error } = NewPolicySchema.safeParse(policy);
  expect(error?.issues).toContainEqual(
    expect.objectContaining({ path: [longer], message: `must be longer than ${shorter}` }),
  );
  expect(LendingPolicySchema.parse(policy)).toEqual(policy);
});

test('numbers that are one day longer than what they must outlast are entered', () => {
  const least = { ...defaultPolicy, loanPeriod: 'P8D', holdPeriod: 'P3D', homeWithin: 'P4D' };
  expect(NewPolicySchema.parse(least)).toEqual(least);
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
  expect(NewPolicySchema.parse(quick)).toEqual(quick);
});
