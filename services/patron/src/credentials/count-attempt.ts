import { epochMs, type Instant, instantFromDate, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { keyedHash } from './keyed-hash.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Failures before the first delay. */
const FREE_FAILURES = 5;
const LONGEST_DELAY_MINUTES = 60;
/** Cards on which one birth date may be tried within an hour, from one group of addresses and from all of them. */
const CARDS_PER_BIRTH_DATE = { group: 5, all: 50 };
/** Birth dates that may be tried on one card as long as its password is the initial one; then only the desk helps. */
const BIRTH_DATES_PER_CARD = 10;

interface Tried {
  cardNumber: string;
  password: string;
  at: Instant;
  /** Whether the try comes from a browser that the card is known in. */
  known?: boolean;
}

/** Whether a sign-in is admitted; otherwise the password is not even looked at, for so many minutes. */
type Attempt = { admitted: true; initialOpens: boolean } | { admitted: false; minutes: number };

/**
 * Counts a sign-in before the password is looked at, so that a hundred tries at once are a hundred tries. After
 * five failures each further one waits: 1, 2, 4 … 60 minutes. It delays and never locks, and works the same for
 * numbers that no card has. A day without a failure forgets them. A browser that the card is known in is counted by
 * itself: others who try the number keep its owner out nowhere but where nobody has signed in with it.
 *
 * What could be a birth date is counted on the card's initial password too, in the same transaction whether there is
 * such a card or not: after ten of them, on whatever days, the birth date opens nothing (`initialOpens`) until the
 * desk has sent a letter.
 */
export async function countAttempt(
  deps: PatronDeps,
  { cardNumber, password, at, known = false }: Tried,
): Promise<Attempt> {
  const cardKey = keyOf(deps, { cardNumber, known });
  return deps.db.$transaction(async (tx): Promise<Attempt> => {
    // Made or locked in one step: another sign-in may be forgetting the row just now.
    await tx.$executeRaw`
      INSERT INTO sign_in_failure (card_key, failures, last_at) VALUES (${cardKey}, 0, ${new Date(at)})
      ON CONFLICT (card_key) DO UPDATE SET failures = sign_in_failure.failures`;
    const found = await tx.signInFailure.findUniqueOrThrow({ where: { cardKey } });
    const now = epochMs(at);
    const blockedMs = (found.blockedUntil?.getTime() ?? 0) - now;
    if (blockedMs > 0) return { admitted: false, minutes: Math.ceil(blockedMs / MINUTE) };
    const forgotten = now - found.lastAt.getTime() > 24 * HOUR;
    const failures = (forgotten ? 0 : found.failures) + 1;
    await tx.signInFailure.update({
      where: { cardKey },
      data: { failures, lastAt: at, blockedUntil: blockedUntil(failures, at) },
    });
    const counted = isBirthDate(password) ? await countInitialTry(tx, cardNumber) : 0;
    return { admitted: true, initialOpens: counted > 0 };
  });
}

/** Only a possible birth date counts as a try of the initial password, so that nobody is locked out by noise. */
function isBirthDate(password: string): boolean {
  return /^\d{8}$/.test(password);
}

/** Counts a try; answers 1 while there are tries left, 0 when there are none, or no initial password. */
function countInitialTry(tx: Transaction, cardNumber: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE credential SET tries = tries + 1 FROM card
    WHERE card.number = ${cardNumber} AND credential.patron_id = card.patron_id
      AND credential.kind = 'initial' AND credential.tries < ${BIRTH_DATES_PER_CARD}`;
}

function blockedUntil(failures: number, at: Instant): Instant | null {
  if (failures < FREE_FAILURES) return null;
  const minutes = Math.min(2 ** Math.min(failures - FREE_FAILURES, 10), LONGEST_DELAY_MINUTES);
  return instantFromEpochMs(epochMs(at) + minutes * MINUTE);
}

/** Forgets the failures of every browser: the right password was given, or another was set. */
export async function forgetFailures(deps: PatronDeps, cardNumber: string): Promise<void> {
  const keys = [false, true].map((known) => keyOf(deps, { cardNumber, known }));
  await deps.db.signInFailure.deleteMany({ where: { cardKey: { in: keys } } });
}

function keyOf({ settings }: PatronDeps, { cardNumber, known }: Pick<Tried, 'cardNumber' | 'known'>): string {
  return keyedHash(known ? 'cardFromKnownBrowser' : 'card', cardNumber, settings.secret);
}

/**
 * Gives back a try that was no failure: the birth date was the right one, or was not looked at since it is tried on
 * many cards. Earlier tries stay counted. Asks the same of the database for any number, and where nothing `isOwed`.
 */
export async function giveBackTry(deps: PatronDeps, cardNumber: string, isOwed: boolean): Promise<void> {
  await deps.db.$executeRaw`
    UPDATE credential SET tries = tries - 1 FROM card
    WHERE card.number = ${cardNumber} AND credential.patron_id = card.patron_id
      AND credential.kind = 'initial' AND credential.tries > 0 AND ${isOwed}`;
}

interface BirthDateTry {
  cardNumber: string;
  password: string;
  at: Instant;
  from?: string | undefined;
  /** Whether the card has an initial password, with tries left (`initialOpens`). */
  couldOpen: boolean;
}

/** For how many minutes a wrong try is told to wait, or 0; and whether the right birth date opens nothing either. */
interface Sprayed {
  minutes: number;
  isClosed: boolean;
}

/**
 * Notices one birth date being tried on many cards within an hour, which no counter of a single card sees. Only tries
 * that could open something close it, in a group of addresses and then for all of them: so numbers that nobody has,
 * and cards with a password of their own, keep nobody out. Whoever is wrong waits after as many numbers of whatever
 * kind, so that neither the answer nor the work tells which of them are cards. What is closed to a group counts no more
 * for all.
 */
export async function countBirthDateTry(deps: PatronDeps, request: BirthDateTry): Promise<Sprayed> {
  const { password, from, couldOpen } = request;
  if (!isBirthDate(password)) return { minutes: 0, isClosed: false };
  const there = await countCards(deps, request, `${password} from ${from}`, CARDS_PER_BIRTH_DATE.group);
  const counted = { ...request, couldOpen: couldOpen && !there.isClosed };
  const all = await countCards(deps, counted, password, CARDS_PER_BIRTH_DATE.all);
  return { minutes: there.minutes || all.minutes, isClosed: there.isClosed || all.isClosed };
}

async function countCards(
  deps: PatronDeps,
  { cardNumber, at, couldOpen }: BirthDateTry,
  tried: string,
  limit: number,
): Promise<Sprayed> {
  const { secret } = deps.settings;
  const opening = keyedHash('initialPassword', tried, secret);
  const inVain = keyedHash('initialPassword', `${tried} in vain`, secret);
  const passwordKey = couldOpen ? opening : inVain;
  const cardKey = keyedHash('card', cardNumber, secret);
  await deps.db.initialPasswordTry.upsert({
    where: { passwordKey_cardKey: { passwordKey, cardKey } },
    create: { passwordKey, cardKey, triedAt: at },
    update: { triedAt: at },
  });
  const sinceMs = epochMs(at) - HOUR;
  const overLimit = (keys: string[]) =>
    deps.db.initialPasswordTry.findFirst({
      where: { passwordKey: { in: keys }, triedAt: { gt: instantFromEpochMs(sinceMs) } },
      orderBy: { triedAt: 'desc' },
      skip: limit,
    });
  const [opened, any] = [await overLimit([opening]), await overLimit([opening, inVain])];
  const waitMs = any === null ? 0 : epochMs(instantFromDate(any.triedAt)) - sinceMs;
  return { minutes: any === null ? 0 : Math.max(1, Math.ceil(waitMs / MINUTE)), isClosed: opened !== null };
}
