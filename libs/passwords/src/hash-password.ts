import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with OWASP's second profile: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** How often this process has looked at a password: the work, and so the time, that an answer costs. */
export const passwordWork = { verified: 0 };

export function passwordMatches(password: string, hashed: string): Promise<boolean> {
  passwordWork.verified += 1;
  return verify(hashed, password);
}

/** Made before the first request, so that not even the first unknown account takes longer. */
const nobodys = hashPassword('nobody has this password');

/** Verified against when there is no such account, so that an unknown one takes as long as a wrong password. */
export async function verifyAgainstNobody(password: string): Promise<false> {
  await passwordMatches(password, await nobodys);
  return false;
}
