import { describe, expect, test } from '@jest/globals';
import { type Refusal, RefusalSchema, refusals, refuse, sentence } from '../index.ts';

const placeholdersOf = (text: string) => text.match(/\{[^{}]*\}/g) ?? [];

describe('the list of refusals', () => {
  test('each code is there once, with two sentences', () => {
    expect(new Set(refusals.map((entry) => entry.code)).size).toBe(refusals.length);
    expect(refusals.filter((entry) => !entry.ja.endsWith('。') || !/[.?]$/.test(entry.en))).toEqual([]);
  });

  test('every placeholder is a name in braces, and English names none that Japanese lacks', () => {
    for (const { ja, en } of refusals) {
      for (const text of [ja, en]) {
        expect(placeholdersOf(text).every((name) => /^\{[a-z][A-Za-z]*\}$/.test(name))).toBe(true);
        expect(text.replaceAll(/\{[a-z][A-Za-z]*\}/g, '')).not.toMatch(/[{}]/);
      }
      expect(placeholdersOf(ja)).toEqual(expect.arrayContaining(placeholdersOf(en)));
    }
  });

  test('a sentence for staff carries its mark as data, not in the sentence', () => {
    expect(refusals.filter((entry) => /（職）|\(staff\)/.test(entry.ja + entry.en))).toEqual([]);
  });

  test('at a limit no number is said, since a library sets its own', () => {
    const atLimit = refusals.filter(({ code }) => /LIMIT$|LOAN_SLOT$/.test(code));
    expect(atLimit.filter(({ ja, en }) => /\d/.test(ja + en))).toEqual([]);
    expect(atLimit.length).toBeGreaterThan(2);
  });

  test('no number in an English sentence stands before a word that only many have: it may be one', () => {
    expect(
      refusals.filter(({ en }) => /\{(?:minutes|days|digits|min)\} (?:minutes|days|digits)\b/.test(en)),
    ).toEqual([]);
  });

  test('what Japanese says can’t be done with a loan or a reservation, English says too', () => {
    const no = refusals.filter(({ ja }) =>
      /延長は1回だけ|(延長|キャンセル|一時停止|変更)できません/.test(ja),
    );
    expect(no.filter(({ en }) => !en.includes("can't be") && !en.includes("can't change"))).toEqual([]);
    expect(no.length).toBeGreaterThan(7);
  });

  test('no sentence blames the patron', () => {
    expect(refusals.filter((entry) => /不正|エラー|無効/.test(entry.ja))).toEqual([]);
  });
});

describe('the sentence of a refusal', () => {
  test('it is said word for word', () => {
    expect(sentence(refuse('RESERVATION_LIMIT').refusal, 'ja')).toBe(
      '予約が上限の点数になっています。今の予約をキャンセルするか、貸出になってからお申し込みください。',
    );
    expect(sentence(refuse('LOAN_PAST_DUE').refusal, 'en')).toBe(
      "It is past due and can't be extended. Please return it soon.",
    );
    expect(sentence(refuse('PASSWORD_TOO_SHORT', { min: 8 }).refusal, 'ja')).toBe(
      'パスワードは8文字以上にしてください。',
    );
  });

  test('a date in it is written out', () => {
    const values = { newDueDate: '2026-12-22', dueDate: '2026-12-28', firstUsefulDay: '2026-12-15' };
    const { refusal } = refuse('EXTENSION_WOULD_SHORTEN', values);
    expect(sentence(refusal, 'ja')).toBe(
      '今日延長すると2026年12月22日（火）までとなり、今の返却期限（2026年12月28日（月））より後になりません。2026年12月15日（火）以降にお手続きください。延長の1回はまだ使えます。',
    );
    expect(sentence(refusal, 'en')).toContain('not later than your due date Mon 28 December 2026');
  });

  test('a library that reopens on a day can be used on that day', () => {
    const values = { pickupLibrary: '宇土市立図書館', reopenDate: '2027-04-01' };
    const { refusal } = refuse('PICKUP_LIBRARY_PAUSED', values);
    expect(sentence(refusal, 'ja')).toContain('2027年4月1日（木）に再開するまで受け取りに使えません。');
    expect(sentence(refusal, 'en')).toContain('until it reopens on Thu 1 April 2027.');
  });

  test("the library's phone number comes from the setting", () => {
    expect(sentence({ code: 'CARD_SUSPENDED' }, 'ja', { phone: '000-000-0000' })).toContain(
      '（000-000-0000）',
    );
  });

  test('a placeholder that nothing fills is a fault', () => {
    expect(() => sentence({ code: 'CARD_SUSPENDED' }, 'ja')).toThrow('{phone}');
    expect(() => sentence({ code: 'SIGN_IN_LATER', values: { toString: 1 } }, 'en')).toThrow('{minutes}');
  });

  test('a value that looks like a placeholder is not filled again', () => {
    const refusal: Refusal = { code: 'PARCEL_OTHER_LIBRARY', values: { pickupLibrary: '{phone}' } };
    expect(sentence(refusal, 'ja', { phone: '1' })).toBe(
      'この資料は{phone}あてです。別の小包に入れてください。',
    );
  });

  test('a value is a text or a number', () => {
    const refusal = { code: 'NOT_FOUND', values: { name: '宇土', days: 3 } };
    expect(RefusalSchema.parse(refusal)).toEqual(refusal);
    for (const value of [true, null, ['宇土'], { name: '宇土' }])
      expect(RefusalSchema.safeParse({ ...refusal, values: { value } }).success).toBe(false);
  });

  test('only known codes and plain values are a refusal', () => {
    expect(RefusalSchema.parse({ code: 'NOT_FOUND' })).toEqual({ code: 'NOT_FOUND' });
    for (const wrong of [
      { code: 'NO' },
      { code: 'NOT_FOUND', more: 1 },
      { code: 'NOT_FOUND', values: { a: [] } },
      {},
    ])
      expect(RefusalSchema.safeParse(wrong).success).toBe(false);
  });
});
