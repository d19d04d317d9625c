import { Secret, TOTP } from 'otpauth';

/** The code an app shows for a secret as it stands on a page (spaces in it don't matter). */
export function codeOf(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: at.getTime(),
  });
}

/** The secret on a page where a second factor is set up. */
export function secretOn(page: string): string {
  const [, secret = ''] = /id="secret">([A-Z2-7 ]+)</.exec(page) ?? [];
  if (secret === '') throw new Error('there is no secret on the page');
  return secret;
}

/** What was shown once: a set-up code, or an enrolment number. */
export function codeOn(page: string): string {
  const [, code = ''] = /id="code">([^<]+)</.exec(page) ?? [];
  if (code === '') throw new Error('there is no code on the page');
  return code;
}

/** The recovery codes on the page that shows them once. */
export function recoveryCodesOn(page: string): string[] {
  return [...page.matchAll(/<li>([0-9A-Z]{5}-[0-9A-Z]{5})<\/li>/g)].map(([, code = '']) => code);
}
