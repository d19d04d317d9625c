import { PatronIdSchema, readBarcodeOf } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { passwordMatches, verifyAgainstNobody } from '@toshobin/passwords';
import { lastFourOf } from '../cards/card-status.ts';
import type { Answers, AnswerTo, AskedOf, PatronDeps } from '../patron-deps.ts';
import { countAttempt, countBirthDateTry, forgetFailures, giveBackTry } from './count-attempt.ts';
import { browserToken, isKnownBrowser } from './known-browser.ts';
import { letterCodeMatches, useLetterCode } from './letter-code.ts';

type SignedIn = AnswerTo<'signIn'>;

/**
 * R1, R2. Checks card number and password. The number is folded (full width, start and stop); the password comes folded
 * to one width (`PasswordSchema`). An unknown card, a wrong password and a card given up look alike unless the password
 * is right. A suspended or expired card signs in. An initial password admits only to choosing one, and so does the code
 * of a letter, once. From a browser in which somebody signed in with this card before (`knownBy`) tries are counted by
 * themselves. Refuses SIGN_IN_FAILED, SIGN_IN_LATER (minutes), CARD_REPLACED.
 */
export const signIn: Answers<'signIn'> = async (deps, request) => {
  const decision = await judge(deps, request);
  // The log never says who: nobody needs to know who was at the library's pages when.
  const outcome = decision.ok ? decision.value.scope : decision.refusal.code;
  deps.log.info({ outcome }, 'a patron tried to sign in');
  return decision;
};

async function judge(deps: PatronDeps, request: AskedOf<'signIn'>): Promise<Decision<SignedIn>> {
  const { password, at } = request;
  const reading = readBarcodeOf('card', request.cardNumber);
  if (!reading.ok) {
    await verifyAgainstNobody(password);
    return refuse('SIGN_IN_FAILED');
  }
  const cardNumber = reading.number;
  const known = isKnownBrowser(cardNumber, request.knownBy, deps.settings.secret);
  if (request.onlyKnown && !known) return refuse('SIGN_IN_LATER', { minutes: 1 });
  const attempt = await countAttempt(deps, { cardNumber, password, at, known });
  if (!attempt.admitted) return refuse('SIGN_IN_LATER', { minutes: attempt.minutes });
  const couldOpen = attempt.initialOpens;
  const sprayed = await countBirthDateTry(deps, { cardNumber, password, at, from: request.from, couldOpen });
  if (sprayed.minutes > 0) deps.log.warn('one birth date is being tried on many cards');

  // A number that nobody has costs the same statements.
  const ofCard = { where: { patron: { cards: { some: { number: cardNumber } } } } };
  const card = await deps.db.card.findUnique({ where: { number: cardNumber } });
  const credential = await deps.db.credential.findFirst(ofCard);
  const letter = await deps.db.letterCode.findFirst(ofCard);
  const matches =
    credential === null
      ? await verifyAgainstNobody(password)
      : await passwordMatches(password, credential.hash);
  const byLetter = await letterCodeMatches(password, letter, at);
  const admitted = matches && (credential?.kind === 'chosen' || (couldOpen && !sprayed.isClosed));
  await giveBackTry(deps, cardNumber, couldOpen && (admitted || sprayed.isClosed));
  if (card === null || !(admitted || byLetter)) {
    const { minutes } = sprayed;
    return minutes > 0 ? refuse('SIGN_IN_LATER', { minutes }) : refuse('SIGN_IN_FAILED');
  }
  if (card.replacedAt === null && !admitted && letter !== null && !(await useLetterCode(deps, letter))) {
    return refuse('SIGN_IN_FAILED');
  }
  await forgetFailures(deps, cardNumber);
  if (card.replacedAt !== null) return refuse('CARD_REPLACED');
  const byChosen = admitted && credential?.kind === 'chosen';
  return allow({
    patronId: PatronIdSchema.parse(card.patronId),
    scope: byChosen ? 'full' : 'choosePassword',
    knownBy: byChosen ? browserToken(cardNumber, deps.settings.secret) : undefined,
    cardLast4: lastFourOf(cardNumber),
    passwordSetAt: credential && instantFromDate(credential.setAt),
  });
}
