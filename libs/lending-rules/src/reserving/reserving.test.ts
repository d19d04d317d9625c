import { describe, expect, test } from '@jest/globals';
import {
  calendarDate,
  type Decision,
  decideMaterial,
  decidePickup,
  decideSuspension,
  decideToReserve,
  defaultPolicy,
  instant,
  type Lending,
  type ReservingPatron,
} from '../index.ts';

const codeOf = (decision: Decision<unknown>) => (decision.ok ? 'allowed' : decision.refusal.code);

describe('who may reserve (R1, R2)', () => {
  const hanako: ReservingPatron = {
    card: { status: 'valid' },
    passwordChosen: true,
    email: 'verified',
    channel: 'web',
  };
  test.each<[string, Partial<ReservingPatron>, string]>([
    ['with a valid card, an own password and a verified address', {}, 'allowed'],
    ['with a suspended card', { card: { status: 'suspended' } }, 'CARD_SUSPENDED'],
    ['with an expired card', { card: { status: 'expired' } }, 'CARD_EXPIRED'],
    ['with a replaced card', { card: { status: 'replaced' } }, 'CARD_REPLACED'],
    ['with the initial password', { passwordChosen: false, email: 'none' }, 'PASSWORD_NOT_CHOSEN'],
    ['without an address', { email: 'none' }, 'EMAIL_NOT_REGISTERED'],
    ['with an address not verified', { email: 'unverified' }, 'EMAIL_NOT_VERIFIED'],
    ['with an address whose mail came back', { email: 'undeliverable' }, 'EMAIL_UNDELIVERABLE'],
    [
      'at the desk without password and address',
      { channel: 'staff', passwordChosen: false, email: 'none' },
      'allowed',
    ],
    [
      'at the desk with a suspended card',
      { channel: 'staff', card: { status: 'suspended' } },
      'CARD_SUSPENDED',
    ],
  ])('%s', (_, change, expected) => {
    expect(codeOf(decideToReserve({ ...hanako, ...change }))).toBe(expected);
  });
});

describe('what may be reserved (R4)', () => {
  test.each<[Lending, 'web' | 'phone', boolean, string]>([
    ['lendable', 'web', false, 'allowed'],
    ['lendable', 'web', true, 'allowed'],
    ['inPersonOnly', 'web', true, 'IN_PERSON_ONLY'],
    ['audiovisual', 'web', true, 'AUDIOVISUAL'],
    ['referenceOnly', 'web', true, 'REFERENCE_ONLY'],
    ['inPersonOnly', 'phone', true, 'allowed'],
    ['inPersonOnly', 'phone', false, 'PICKUP_MUST_BE_PREFECTURAL'],
    ['lendable', 'phone', true, 'PHONE_NOT_FOR_THIS'],
    ['audiovisual', 'phone', true, 'PHONE_NOT_FOR_THIS'],
    ['referenceOnly', 'phone', true, 'REFERENCE_ONLY'],
  ])(
    '%s material by %s, pickup at the prefectural library: %p → %s',
    (lending, channel, pickupIsPrefectural, expected) => {
      const decision = decideMaterial(
        { lending, lendableCopies: 1 },
        { channel, pickupIsPrefectural },
        defaultPolicy,
      );
      expect(codeOf(decision)).toBe(expected);
    },
  );

  test('the switch opens the phone for other titles, but not for audio-visual material', () => {
    const policy = { ...defaultPolicy, phoneForOtherTitles: true };
    const request = { channel: 'phone', pickupIsPrefectural: false } as const;
    expect(codeOf(decideMaterial({ lending: 'lendable', lendableCopies: 1 }, request, policy))).toBe(
      'allowed',
    );
    expect(codeOf(decideMaterial({ lending: 'audiovisual', lendableCopies: 1 }, request, policy))).toBe(
      'PHONE_NOT_FOR_THIS',
    );
  });

  test('material that may not be reserved at all is refused for that, also without a copy', () => {
    const request = { channel: 'web', pickupIsPrefectural: false } as const;
    expect(
      codeOf(decideMaterial({ lending: 'audiovisual', lendableCopies: 0 }, request, defaultPolicy)),
    ).toBe('AUDIOVISUAL');
  });

  test('a title whose copies are all lost or withdrawn has nothing to reserve', () => {
    const request = { channel: 'web', pickupIsPrefectural: false } as const;
    expect(codeOf(decideMaterial({ lending: 'lendable', lendableCopies: 0 }, request, defaultPolicy))).toBe(
      'NO_LENDABLE_COPY',
    );
  });
});

describe('where to pick up (R5)', () => {
  const date = calendarDate;
  const uto = { name: '宇土市立図書館', pausedFrom: date('2027-01-10'), reopens: date('2027-04-01') };
  test('a library outside the list is unknown', () => {
    expect(codeOf(decidePickup(undefined, date('2026-12-08')))).toBe('PICKUP_LIBRARY_UNKNOWN');
  });
  test('a paused library is refused with its name and the day it can be used again', () => {
    expect(decidePickup(uto, date('2027-01-10'))).toEqual({
      ok: false,
      refusal: {
        code: 'PICKUP_LIBRARY_PAUSED',
        values: { pickupLibrary: '宇土市立図書館', reopenDate: '2027-04-01' },
      },
    });
  });
  test.each(['2027-01-09', '2027-04-01'])('on %s, outside the pause, it can be chosen', (day) => {
    expect(codeOf(decidePickup(uto, date(day)))).toBe('allowed');
  });
  test('a library without a pause can be chosen on any day', () => {
    const open = { ...uto, pausedFrom: null, reopens: null };
    expect(codeOf(decidePickup(open, date('2027-01-20')))).toBe('allowed');
  });
  test('a library that left for good is no longer on the list', () => {
    const left = { ...uto, reopens: null };
    expect(codeOf(decidePickup(left, date('2027-01-09')))).toBe('allowed');
    expect(codeOf(decidePickup(left, date('2028-01-10')))).toBe('PICKUP_LIBRARY_UNKNOWN');
  });
});

describe('how long a reservation may be suspended (R20)', () => {
  const asked = instant('2026-12-08T03:00:00Z');
  test('until day 180, resuming with the start of the day', () => {
    expect(decideSuspension(asked, calendarDate('2027-06-06'), defaultPolicy)).toEqual({
      ok: true,
      value: '2027-06-05T15:00:00.000Z',
    });
  });
  test('no day longer', () => {
    expect(decideSuspension(asked, calendarDate('2027-06-07'), defaultPolicy)).toEqual({
      ok: false,
      refusal: { code: 'SUSPEND_TOO_LONG', values: { maxDays: 180 } },
    });
  });
});
