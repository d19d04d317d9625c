import { expect, test } from '@jest/globals';
import { DoneDuties } from './done-duties.ts';

test('forgetting the slot of one journey leaves that of another whose number begins with the same digits', () => {
  const done = new DoneDuties(['slot 1', 'slot 1 2026-12-09', 'slot 10', 'list 1']);
  done.forget('slot 1');
  expect([...done]).toEqual(['slot 10', 'list 1']);
  expect(done.isAnyAbout('slot 1')).toBe(false);
  expect(done.isAnyAbout('slot')).toBe(true);
  done.forget('slot');
  expect([...done]).toEqual(['list 1']);
});
