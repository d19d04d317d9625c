import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with OWASP's second profile: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

export function passwordMatches(password: string, hashed: string): Promise<boolean> {
  return verify(hashed, password);
}

/** Verified against when there is no such card, so that an unknown card takes as long as a wrong password. */
let nobodys: Promise<string> | undefined;

export async function verifyAgainstNobody(password: string): Promise<false> {
  nobodys ??= hashPassword('nobody has this password');
  await passwordMatches(password, await nobodys);
  return false;
}
