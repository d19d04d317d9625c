import { describe, expect, test } from '@jest/globals';
import { readDate } from '@toshobin/lending-rules';
import { foldCardNumber } from '../sign-in/sign-in.ts';
import { localPath } from './local-path.ts';

// What people, and robots, put into fields and addresses.

describe('an address to go back to', () => {
  test.each(['/', '/my-library', '/search?q=%E3%81%AD%E3%81%93&page=2', '/records/T000000001#copies'])(
    '%s is ours',
    (text) => expect(localPath.safeParse(text).success).toBe(true),
  );
  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'my-library',
    '/a\nSet-Cookie: x=1',
  ])('%s is not', (text) => expect(localPath.safeParse(text).success).toBe(false));
});

test.each([
  '20012340',
  '2001 2340',
  '２００１　２３４０',
  '2001-2340',
  '２００１ー２３４０',
  '2001−2340',
  '2001–2340',
])('the card number %s is 20012340', (typed) => expect(foldCardNumber(typed)).toBe('20012340'));

test.each(['2026-12-24', '20261224', '2026/12/24', '2026年12月24日', '２０２６．１２．２４'])(
  '%s is 24 December',
  (typed) => expect(readDate(typed)).toBe('2026-12-24'),
);

test.each(['', '2026-13-01', '2026-02-30', '12/24', 'あした', '20261224x'])('%p is no date', (typed) =>
  expect(readDate(typed)).toBeUndefined(),
);
