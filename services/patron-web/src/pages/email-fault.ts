import type { Say } from '@toshobin/web';

/** What stands at the field of an address that cannot be mailed to: why, where that can be seen; old addresses of telephones are among them. */
export function emailFault(say: Say, typed: string): string {
  const address = typed.normalize('NFKC').trim();
  if (/[,、，]/.test(address)) {
    return say(
      'メールアドレスに「,」（コンマ）が入っています。「.」（ピリオド）ではありませんか。',
      'There is a comma in the e-mail address. Should it be a dot?',
    );
  }
  if (/\.\.|^\.|\.@/.test(address)) {
    return say(
      '「.」が続くアドレスや、「.」で始まるアドレス、「@」のすぐ前が「.」のアドレスには送れません。ほかのアドレスを入れてください。',
      'We cannot send to an address with two dots in a row, one at the beginning or one before the @: please give another.',
    );
  }
  return say(
    'メールアドレスの形を確かめてください（例：hanako@example.jp）。',
    'Please check the e-mail address (for example hanako@example.jp).',
  );
}
