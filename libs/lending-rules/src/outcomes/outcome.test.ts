import { expect, test } from '@jest/globals';
import { OutcomeSchema } from '../index.ts';

test.each(['returned', 'expired', 'cancelled', 'rejected', 'lost', 'longOverdue'])(
  'a reservation may end as %s',
  (outcome) => {
    expect(OutcomeSchema.parse(outcome)).toBe(outcome);
  },
);

test.each(['', 'forgotten', 'Returned'])('and never as %p', (outcome) => {
  expect(OutcomeSchema.safeParse(outcome).success).toBe(false);
});
