import { expect, test } from '@jest/globals';
import { defaultPolicy, instant, MailWindowSchema, mailHours, nextSendingTime } from '../index.ts';

test.each([
  ['just before eight waits until eight', '2026-12-07T22:59:59.999Z', '2026-12-07T23:00:00.000Z'],
  ['at eight goes at once', '2026-12-07T23:00:00.000Z', '2026-12-07T23:00:00.000Z'],
  ['in the first minute after eight goes at once', '2026-12-07T23:00:30.000Z', '2026-12-07T23:00:30.000Z'],
  ['at noon goes at once', '2026-12-08T03:00:00.000Z', '2026-12-08T03:00:00.000Z'],
  ['just before eight in the evening goes at once', '2026-12-08T10:59:59.999Z', '2026-12-08T10:59:59.999Z'],
  ['at eight in the evening waits for the morning', '2026-12-08T11:00:00.000Z', '2026-12-08T23:00:00.000Z'],
  ['before midnight waits for the morning', '2026-12-08T14:59:59.000Z', '2026-12-08T23:00:00.000Z'],
  ['after midnight waits for the same morning', '2026-12-08T15:00:00.000Z', '2026-12-08T23:00:00.000Z'],
])('a mail ready %s (R19)', (_, at, sent) => {
  expect(nextSendingTime(instant(at), defaultPolicy)).toBe(sent);
});

test('with mail hours of the whole day every mail goes at once', () => {
  const at = instant('2026-12-08T19:30:00Z');
  expect(nextSendingTime(at, { mailWindow: { from: '00:00', until: '24:00' } })).toBe(at);
});

test.each([
  ['policy', { from: '08:00', until: '20:00' }],
  ['09:00-24:00', { from: '09:00', until: '24:00' }],
  ['always', undefined],
])('where the setting is %s, mails have its hours', (setting, hours) => {
  expect(mailHours(MailWindowSchema.parse(setting), defaultPolicy)).toEqual(hours);
  expect(MailWindowSchema.safeParse(`${setting} or so`).success).toBe(false);
});
