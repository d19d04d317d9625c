import { createHash } from 'node:crypto';

/**
 * The id of what follows from something that has an id: the same cause and word give the same id, so that a repetition
 * is seen as one. A UUID of version 5 whose name space is the cause.
 *
 * @param cause a UUID
 * @param word what follows, e.g. `picked`
 */
export function derivedId(cause: string, word: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(cause.replaceAll('-', ''), 'hex'))
    .update(word)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
