import { expect, test } from '@jest/globals';
import { defaultPolicy, LendingPolicySchema } from '../index.ts';

test("the library's own numbers are a valid policy", () => {
  expect(LendingPolicySchema.parse(defaultPolicy)).toEqual(defaultPolicy);
  expect(defaultPolicy).toMatchObject({
    reservationLimit: 10,
    loanLimit: 10,
    loanPeriod: 'P21D',
    holdPeriod: 'P7D',
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
  ['a post that never delivers', { ...defaultPolicy, yuMailNotDeliveredOn: [1, 2, 3, 4, 5, 6, 7] }],
])('a policy with %s is refused', (_, policy) => {
  expect(LendingPolicySchema.safeParse(policy).success).toBe(false);
});

test('a policy with a number missing is refused', () => {
  const { loanPeriod: _, ...rest } = defaultPolicy;
  expect(LendingPolicySchema.safeParse(rest).success).toBe(false);
});

test('a test may count in seconds and send mails at any hour', () => {
  const quick = { ...defaultPolicy, loanPeriod: 'PT20S', mailWindow: { from: '00:00', until: '24:00' } };
  expect(LendingPolicySchema.parse(quick)).toEqual(quick);
});
