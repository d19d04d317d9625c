import { createHash } from 'node:crypto';

/**
 * The id of something that follows from a scan or an allocation: the same cause and name give the same id, so that a
 * repetition is seen as one. A UUID of version 5 whose name space is the cause.
 *
 * @param cause a UUID
 * @param name what follows, e.g. `picked`
 */
export function derivedFactId(cause: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(cause.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
