import { expect, test } from '@jest/globals';
import { AdmissionSchema, answers, decisionOf, refusedAtOnce } from './answers.ts';

test('no answer in time may be tried again, and of a process that was cut off; one that has ended has changed its state', () => {
  for (const answered of ['notYet', 'cutOff'])
    expect(decisionOf(answered, answers.cancel)).toEqual({ ok: false, refusal: { code: 'TRY_AGAIN' } });
  expect(decisionOf('closed', answers.cancel)).toEqual({ ok: false, refusal: { code: 'STATE_CHANGED' } });
});

test('a refusal that no history keeps is a refusal; another failure is none', () => {
  const refusal = { code: 'EXTENSION_USED', values: { dueDate: '2026-12-22' } };
  expect(refusedAtOnce(refusal)).toEqual({ ok: false, refusal });
  for (const other of [undefined, 'rubbish', { code: 'NOT_UNDERSTOOD' }])
    expect(refusedAtOnce(other)).toBeUndefined();
});

test('a refusal keeps its values, whatever the wish', () => {
  const refused = { ok: false, refusal: { code: 'SUSPEND_TOO_LONG', values: { maxDays: 180 } } };
  for (const answer of Object.values(answers)) expect(answer.parse(refused)).toEqual(refused);
});

test.each([
  ['cancel', { cancelled: true }],
  ['extend', { date: '2026-12-22', at: '2026-12-22T14:59:59.999Z' }],
  ['changePickup', { pickupLibrary: 'uto' }],
  ['suspend', { until: '2026-12-24' }],
  ['resume', { position: 1 }],
  ['declarePickedUp', { due: { date: '2026-12-22', at: '2026-12-22T14:59:59.999Z' } }],
] as const)('a granted %s has its value', (wish, value) => {
  expect(answers[wish].parse({ ok: true, value })).toEqual({ ok: true, value });
});

test('an admission has the place in the queue, or why not', () => {
  const admitted = { admitted: true, position: 2, ready: false };
  const rejected = { admitted: false, refusal: { code: 'REFERENCE_ONLY' } };
  expect([AdmissionSchema.parse(admitted), AdmissionSchema.parse(rejected)]).toEqual([admitted, rejected]);
});

test.each([undefined, {}, { ok: true }, { ok: false, refusal: { code: 'NONE_OF_OURS' } }, 'yes'])(
  'anything else is a fault: %j',
  (given) => {
    for (const answer of Object.values(answers)) expect(answer.safeParse(given).success).toBe(false);
    expect(AdmissionSchema.safeParse(given).success).toBe(false);
  },
);
