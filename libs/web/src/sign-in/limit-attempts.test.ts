import { beforeEach, describe, expect, test } from '@jest/globals';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { AttemptLimiter, addressGroup } from './limit-attempts.ts';

describe('a limit of tries', () => {
  let at: Date;
  let limiter: AttemptLimiter;
  let wait: () => Promise<void>;
  beforeEach(() => {
    at = new Date('2026-11-24T03:04:00Z');
    wait = async () => {};
    const counts = new Map<string, number>();
    const keyOf = (key: string, start: Date) => `${key} ${start.toISOString()}`;
    limiter = new AttemptLimiter({
      limit: 2,
      windowMinutes: 10,
      now: () => at,
      wait: () => wait(),
      store: {
        count: async (key, start) => counts.get(keyOf(key, start)) ?? 0,
        async take(key, start, limit) {
          const count = counts.get(keyOf(key, start)) ?? 0;
          if (count < limit) counts.set(keyOf(key, start), count + 1);
          return count < limit;
        },
        async giveBack(key, start) {
          counts.set(keyOf(key, start), (counts.get(keyOf(key, start)) ?? 0) - 1);
        },
      },
    });
  });
  const failed = async () => refuse('SIGN_IN_FAILED');
  const right = async () => allow('in');
  const later = (minutes: number) => ({ refusal: { code: 'SIGN_IN_LATER', values: { minutes } } });

  test('whoever fails too often waits, and only for the rest of the window', async () => {
    await limiter.attempt(['a'], failed);
    expect(await limiter.attempt(['a'], right)).toEqual(allow('in'));
    await limiter.attempt(['a'], failed);
    expect(await limiter.attempt(['a'], right)).toMatchObject(later(6));
    expect(await limiter.attempt(['b'], right)).toEqual(allow('in'));
    at = new Date('2026-11-24T03:10:00Z');
    expect(await limiter.attempt(['a'], right)).toEqual(allow('in'));
  });

  test.each(['SIGN_IN_FAILED', 'SIGN_IN_LATER'] as const)(
    'a look that is refused with %s is counted',
    async (code) => {
      for (let n = 0; n < 2; n += 1) await limiter.attempt(['a'], async () => refuse(code, { minutes: 60 }));
      expect(await limiter.attempt(['a'], right)).toMatchObject(later(6));
    },
  );

  test('one that takes no room waits where another would, and keeps nobody out, however many are tried at once', async () => {
    const noRoom = { takesNoRoom: ['a'] };
    let looked = 0;
    const look = () => {
      looked += 1;
      return failed();
    };
    const tries = Array.from({ length: 60 }, () => limiter.attempt(['a'], look, noRoom));
    for (const answer of await Promise.all(tries)) expect(answer).toEqual(refuse('SIGN_IN_FAILED'));
    expect(looked).toBe(20);
    expect(await limiter.attempt(['a'], right)).toEqual(allow('in'));
    for (let n = 0; n < 2; n += 1) await limiter.attempt(['a'], failed);
    const [nobodys, somebodys] = [
      await limiter.attempt(['a'], right, noRoom),
      await limiter.attempt(['a'], right),
    ];
    expect(nobodys).toMatchObject(later(6));
    expect(nobodys).toEqual(somebodys);
  });

  test('of sixty wrong ones at once no more than the limit are looked at', async () => {
    let looked = 0;
    const look = () => {
      looked += 1;
      return failed();
    };
    await Promise.all(Array.from({ length: 60 }, () => limiter.attempt(['a'], look)));
    expect(looked).toBe(2);
  });

  test.each([
    ['right, it goes in', () => allow('in'), allow('in')],
    ['wrong, it has to wait', () => refuse('SIGN_IN_FAILED'), later(6)],
  ])(
    'one too many at once waits a moment for those in flight: once one of them was %s',
    async (_which, end, third) => {
      let answer = (_decision: Decision<string>) => {};
      const answered = new Promise<Decision<string>>((resolve) => {
        answer = resolve;
      });
      const [first, second] = [1, 2].map(() => limiter.attempt(['a'], () => answered));
      wait = async () => {
        answer(end());
        await Promise.all([first, second]);
      };
      expect(await limiter.attempt(['a'], right)).toMatchObject(third);
    },
  );

  test('what was not looked at, was right, or broke is not counted', async () => {
    for (let n = 0; n < 2; n += 1) await limiter.attempt(['full'], failed);
    for (let n = 0; n < 5; n += 1) {
      expect(await limiter.attempt(['a', 'full'], right)).toMatchObject(later(6));
      expect(await limiter.attempt(['a'], right)).toEqual(allow('in'));
      expect(await limiter.attempt(['a'], async () => refuse('CARD_REPLACED'))).toMatchObject({ ok: false });
      const broken = limiter.attempt(['a'], () => Promise.reject(new Error('away')));
      await expect(broken).rejects.toThrow('away');
    }
  });
});

test('an IPv6 household counts as one', () => {
  expect(addressGroup('2001:db8:1:2:3:4:5:6')).toBe(addressGroup('2001:db8:1:2::9'));
  expect(addressGroup('2001:db8:1:3::9')).not.toBe(addressGroup('2001:db8:1:2::9'));
  expect(addressGroup('::ffff:192.0.2.7')).toBe('192.0.2.7');
});
