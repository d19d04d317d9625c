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
}

export function sealWith(staffSecret: string): Seal {
  const keyFor = (use: string) =>
    Buffer.from(hkdfSync('sha256', staffSecret, '', `toshobin staff ${use}`, 32));
  const [sealing, hashing] = [keyFor('second factor'), keyFor('enrolment code')];
  return {
    seal(secret, whose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(whose));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed, whose) {
      const bytes = Buffer.from(sealed, 'base64url');
      const tagEnd = IV_BYTES + TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(whose))
        .setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
      return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
    },
    hash: (number) => createHmac('sha256', hashing).update(number).digest('base64url'),
  };
}
