import { Secret, TOTP } from 'otpauth';

/** Seconds for which a code is shown. */
const PERIOD = 30;
/** Steps before and after the present one whose code is taken: clocks of telephones differ. */
const WINDOW = 1;

/** A new secret of 160 bits, in base 32 as it is typed into an app. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** RFC 6238 as every app knows it: SHA-1, six digits, thirty seconds. */
function totpOf(secret: string, named: { issuer: string; account: string }): TOTP {
  return new TOTP({
    issuer: named.issuer,
    label: named.account,
    // Once is enough: a barcode with fewer squares is easier to read.
    issuerInLabel: false,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
  });
}

/** What the barcode says to the app. */
export function uriOf(secret: string, named: { issuer: string; account: string }): string {
  return totpOf(secret, named).toString();
}

/** The step whose code was typed; undefined: it is none of now, the one before or the next. Full width counts too. */
export function stepOf(secret: string, typed: string, at: Date): number | undefined {
  const token = typed.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = at.getTime();
  const delta = totpOf(secret, { issuer: '', account: '' }).validate({ token, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD) + delta;
}
