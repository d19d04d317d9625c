import { addDays, allow, dateColumn, dayOf, type Instant, refuse } from '@toshobin/lending-rules';
import {
  drawPaperCode,
  hashPassword,
  paperCodeIn,
  passwordMatches,
  printedCode,
  verifyAgainstNobody,
} from '@toshobin/passwords';
import type { LetterCode } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';

/** Days for which a letter's code works, the day of the call not counted. */
const LETTER_VALID_DAYS = 30;

/**
 * R2. Makes a code for a sealed letter to a patron who is locked out and without mail, after a check on the telephone.
 * The code admits to choosing a password only, once, until its last day; that of an earlier letter is worth nothing.
 * Only its hash is kept. Refuses NOT_FOUND. Who did it and why is in staff-web's audit.
 */
export const issueLetterCode: Answers<'issueLetterCode'> = async (deps, { patronId, at }) => {
  const code = drawPaperCode();
  const hash = await hashPassword(code);
  const validUntil = addDays(dayOf(at), LETTER_VALID_DAYS);
  const to = await deps.db.$transaction(async (tx) => {
    if (!(await lockPatron(tx, patronId))) return undefined;
    const data = { hash, createdAt: at, validUntil: dateColumn(validUntil) };
    await tx.letterCode.upsert({ where: { patronId }, create: { patronId, ...data }, update: data });
    const select = { name: true, postcode: true, address: true };
    return tx.patron.findUniqueOrThrow({ where: { id: patronId }, select });
  });
  if (to === undefined) return refuse('NOT_FOUND');
  return allow({ code: printedCode(code), validUntil, to });
};

/**
 * Whether what was typed is the code of that letter. Small letters, full width, blanks and the hyphen don't matter.
 * What looks like a code takes its time whether or not there is a letter, so that none is noticed from outside.
 */
export async function letterCodeMatches(
  typed: string,
  letter: LetterCode | null,
  at: Instant,
): Promise<boolean> {
  const code = paperCodeIn(typed);
  if (code === undefined) return false;
  const works = letter !== null && letter.validUntil >= dateColumn(dayOf(at));
  return works ? passwordMatches(code, letter.hash) : verifyAgainstNobody(code);
}

/** Uses the code up; of two uses at once the second hears that it is gone. */
export async function useLetterCode(deps: PatronDeps, { patronId, hash }: LetterCode): Promise<boolean> {
  return (await deps.db.letterCode.deleteMany({ where: { patronId, hash } })).count > 0;
}
