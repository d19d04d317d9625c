import { expect, test } from '@jest/globals';
import { outcomeWords, subjectOf, subjectWords } from './deed-words.ts';

const names = {
  nameOf: () => '宇土市立図書館',
  numberOf: new Map([['1', '100002']]),
  named: new Map([['closure 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0300', '宇土市立図書館　12月10日から']]),
};

test.each([
  ['copy 1000000017', '資料番号 1000000017'],
  ['library uto', '館 宇土市立図書館'],
  ['reservation 1', '予約番号 100002'],
  ['policy 3', '決まりの数字 3'],
  ['copy', '資料番号（番号は消してあります）'],
  ['scan', '読み取り（番号は消してあります）'],
  ['cards', '貸出カードの申込み'],
  ['card', '貸出カード'],
  ['card application 7', '貸出カードの申込み 7'],
  ['persons', '利用者'],
  ['hold shelf 4', '取り置き棚 4'],
  ['closure 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0300', '休館 宇土市立図書館　12月10日から'],
  ['task 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0501', '要確認'],
  ['patron 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0100', '利用者'],
  ['card application 6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400', '貸出カードの申込み'],
  ['dead letter 12', '読めない知らせ 12'],
])('%s is told to the desk as %s', (subject, words) => {
  expect(subjectWords(subject, names)).toBe(words);
});

test('a word of the desk that is typed is sought as it is kept', () => {
  expect(subjectOf('資料番号　１０００００００１７')).toBe('copy 1000000017');
  expect(subjectOf('利用者 1')).toBe('patron 1');
  expect(subjectOf('予約番号 100123')).toBe('reservation 100123');
  expect(subjectOf('予約 100123')).toBe('reservation 100123');
  expect(subjectOf('１００１２３')).toBe('reservation 100123');
});

test('of staff who could not sign in it is not said that a card number was wrong', () => {
  expect(outcomeWords('SIGN_IN_FAILED')).toBe(
    'できませんでした：アカウントまたはパスワードが違うようです。もう一度ご確認ください。',
  );
});

test.each([
  [
    'PARCEL_OTHER_LIBRARY',
    { pickupLibrary: 'uto' },
    'この資料は宇土市立図書館あてです。別の小包に入れてください。',
  ],
  ['YU_MAIL_TOO_LARGE', null, 'ゆうメールの目安を超えます。ゆうパックにするか、理由を書いて進めてください。'],
  ['EXTENSION_USED', null, '延長は1回だけです。'],
  ['HOLD_EXPIRED', null, '取り置き期限が過ぎたため、キャンセル扱いになりました。もう一度予約できます。'],
  [
    'CARD_SUSPENDED',
    null,
    'ただいま予約をお受けできません。県立図書館（096-000-0000）へお問い合わせください。',
  ],
  ['SUSPEND_TOO_LONG', { maxDays: 90 }, '一時停止は90日までです。'],
  ['SUSPEND_TOO_LONG', null, '一時停止は…日までです。'],
])('%s is told with %o, and no sentence of it with a gap unless it is the only one', (code, values, said) => {
  const told = { values, nameOf: () => '宇土市立図書館', phone: '096-000-0000' };
  expect(outcomeWords(code, told)).toBe(`できませんでした：${said}`);
});
