import { expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { shownState } from './shown-state.ts';

const due = { dueDate: new Date('2026-12-15'), dueAt: new Date('2026-12-15T15:00:00Z') };

test('a loan is overdue from the moment that its due date is over, also before its process has said so', () => {
  const lent = { state: 'handedOut', ...due } as const;
  expect(shownState(lent, instant('2026-12-15T14:59:59Z'))).toBe('handedOut');
  expect(shownState(lent, instant('2026-12-15T15:00:01Z'))).toBe('overdue');
  expect(shownState({ ...lent, state: 'returning' }, instant('2026-12-16T15:00:00Z'))).toBe('returning');
  expect(
    shownState({ state: 'handedOut', dueDate: null, dueAt: null }, instant('2027-01-01T00:00:00Z')),
  ).toBe('handedOut');
});
