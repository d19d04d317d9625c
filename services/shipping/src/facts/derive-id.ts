import { createHash } from 'node:crypto';

/**
 * A UUID (version 5) made of another one and a name: the facts that follow from one scan have the same ids however
 * often the scan is carried out.
 */
export function deriveId(from: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(from.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The start of ids for what is not a scan: a change of a library, an arrival taken for granted. */
export const SHIPPING_IDS = '6f6f3f0a-52c4-4c0e-9b1d-0b7a5a1f7c11';
