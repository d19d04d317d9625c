import { createHash } from 'node:crypto';

/**
 * The id of the mail that a form asks for, made from the id that was drawn with the form and from what it asks: sent
 * again it is the same mail, with another address or card another one. A UUID of version 8.
 */
export function idOfWish(wishId: string, asked: string): string {
  const hash = createHash('sha256').update(`${wishId} ${asked}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
