import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with OWASP's second profile: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** How often this process has looked at a password: the work, and so the time, that an answer costs. */
export const passwordWork = { verified: 0 };

/** How long the last looks took, in milliseconds. */
const lastLooks: number[] = [];
const LOOKS_KEPT = 32;

export async function passwordMatches(password: string, hashed: string): Promise<boolean> {
  passwordWork.verified += 1;
  const begun = performance.now();
  const matches = await verify(hashed, password);
  lastLooks.push(performance.now() - begun);
  if (lastLooks.length > LOOKS_KEPT) lastLooks.shift();
  return matches;
}

/** Made before the first request, so that not even the first unknown account takes longer. */
const nobodys = hashPassword('nobody has this password');

/** Looks for nobody that this process has left: so many at once, and so many more each second. */
const FOR_NOBODY = { atOnce: 50, aSecond: 10 };
const left = { looks: FOR_NOBODY.atOnce, at: performance.now() };

function takeLookForNobody(): boolean {
  const now = performance.now();
  const more = ((now - left.at) / 1000) * FOR_NOBODY.aSecond;
  left.looks = Math.min(FOR_NOBODY.atOnce, left.looks + more);
  left.at = now;
  if (left.looks < 1) return false;
  left.looks -= 1;
  return true;
}

/**
 * Verified against when there is no such account, so that an unknown one takes as long as a wrong password. Nothing else
 * limits these: names that nobody has keep nobody out. So of a flood of them no more are verified than this process has
 * to spare; the others take as long as one of the last looks did, and cost nothing.
 */
export async function verifyAgainstNobody(password: string): Promise<false> {
  const asLongAs = lastLooks[randomInt(Math.max(1, lastLooks.length))];
  if (asLongAs === undefined || takeLookForNobody()) await passwordMatches(password, await nobodys);
  else await setTimeout(asLongAs);
  return false;
}
