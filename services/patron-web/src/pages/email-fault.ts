import type { Say } from '@toshobin/web';

/** What stands at the field of an address that cannot be mailed to; old addresses of telephones are among them. */
export function emailFault(say: Say): string {
  return say(
    'メールアドレスの形を確かめてください。「.」が続くアドレスや、「@」のすぐ前が「.」のアドレスには送れません。ほかのアドレスを入れてください。',
    'Please check the e-mail address. We cannot send to one with two dots in a row or a dot before the @: please give another.',
  );
}
