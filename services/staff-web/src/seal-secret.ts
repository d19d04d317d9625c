import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What is kept under STAFF_SECRET: secrets that have to be read again, and hashes of numbers too short for a plain one. */
export interface Seal {
  /** Encrypted (AES-256-GCM) and bound to whose it is: a row copied to another account opens nothing. */
  seal(secret: string, whose: string): string;
  /** Throws when it was sealed under another key, for somebody else, or changed. */
  open(sealed: string, whose: string): string;
  /** A keyed hash: whoever reads the table can't try all numbers. */
  hash(number: string): string;
  /** The hashes of a number under every key, by which it may be found. */
  hashes(number: string): string[];
  /** Whether it is sealed under another key than the first. */
  isOld(sealed: string, whose: string): boolean;
}

/** Under the first of the secrets; what was sealed under another of them is opened too, while they are changed over. */
export function sealWith(staffSecrets: readonly string[]): Seal {
  const [first, ...others] = staffSecrets.map(keysOf);
  if (first === undefined) throw new RangeError('there is no secret to seal with');
  const opened = (sealed: string, whose: string, key: Buffer) => {
    const bytes = Buffer.from(sealed, 'base64url');
    const tagEnd = IV_BYTES + TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(whose))
      .setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
  };
  const opens = (sealed: string, whose: string, key: Buffer) => {
    try {
      opened(sealed, whose, key);
      return true;
    } catch {
      // Another key sealed it, or it is somebody else's.
      return false;
    }
  };
  return {
    seal(secret, whose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first.sealing, iv).setAAD(Buffer.from(whose));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed, whose) {
      const under = others.find(({ sealing }) => opens(sealed, whose, sealing)) ?? first;
      return opened(sealed, whose, under.sealing);
    },
    isOld: (sealed, whose) => !opens(sealed, whose, first.sealing),
    hash: (number) => hashed(number, first.hashing),
    hashes: (number) => [first, ...others].map(({ hashing }) => hashed(number, hashing)),
  };
}

function keysOf(secret: string) {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `toshobin staff ${use}`, 32));
  return { sealing: keyFor('second factor'), hashing: keyFor('enrolment code') };
}

function hashed(number: string, key: Buffer): string {
  return createHmac('sha256', key).update(number).digest('base64url');
}
