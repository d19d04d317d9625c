import { patronApi, ReservationIdSchema } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { type CallerTokens, serveApi } from '@toshobin/service';
import { openTasksOf, reopenTask, settledTasksOf } from '@toshobin/tasks';
import type { Express } from 'express';
import { apply } from '../applications/apply.ts';
import { openCounterLoan } from '../applications/open-counter-loan.ts';
import { openOrder } from '../applications/open-order.ts';
import { releaseCounterLoan } from '../applications/release-counter-loan.ts';
import type { SnsWeb } from '../bounces/sns-web.ts';
import { applyForCard } from '../card-applications/apply-for-card.ts';
import { cardApplications } from '../card-applications/card-applications.ts';
import { checkCardApplication } from '../card-applications/check-card-application.ts';
import { askForRenewal, cardRenewals } from '../cards/ask-for-renewal.ts';
import { correctPerson } from '../cards/correct-person.ts';
import { isCard } from '../cards/is-card.ts';
import { readPatron } from '../cards/read-patron.ts';
import { renewCard } from '../cards/renew-card.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { suspendCard } from '../cards/suspend-card.ts';
import { lookAtLink } from '../contact/look-at-link.ts';
import { registerEmail } from '../contact/register-email.ts';
import { sendTestMail } from '../contact/send-test-mail.ts';
import { verifyEmail } from '../contact/verify-email.ts';
import { checkPassword } from '../credentials/check-password.ts';
import { choosePassword } from '../credentials/choose-password.ts';
import { issueLetterCode } from '../credentials/letter-code.ts';
import { requestPasswordReset } from '../credentials/request-password-reset.ts';
import { resetPassword } from '../credentials/reset-password.ts';
import { signIn } from '../credentials/sign-in.ts';
import { cardDigits } from '../desk/card-digits.ts';
import { findByCard } from '../desk/find-by-card.ts';
import { findPersons } from '../desk/find-persons.ts';
import { patronOfReservation } from '../desk/patron-of-reservation.ts';
import { numbersOfReservations, reservationOfNumber } from '../desk/reservation-of-number.ts';
import { resolveCard } from '../desk/resolve-card.ts';
import { settle } from '../desk/settle.ts';
import { endRegistration } from '../erasure/end-registration.ts';
import { expiredCards } from '../erasure/expired-cards.ts';
import { previewPickupPause } from '../facts/hear-library.ts';
import { forgetHistory } from '../history/forget-history.ts';
import { readHistory } from '../history/read-history.ts';
import { keptOfPatron } from '../kept/kept-of-patron.ts';
import { forgetLater, keepForLater, readLater } from '../later/later-list.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseLoanClaim } from '../loan-claims/release-loan-claim.ts';
import { mailAgain, mailsOfReservation } from '../mails/mail-again.ts';
import { mailQueue } from '../mails/mail-queue.ts';
import { sampleMails } from '../mails/sample-mails.ts';
import { readMyLibrary, readReservation } from '../my-library/read-my-library.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changePreferences } from '../preferences/preferences.ts';
import { changeOrder } from '../reading-orders/change-order.ts';
import { readOrders } from '../reading-orders/volumes-of.ts';
import { releaseWithoutCard } from '../releases/release-without-card.ts';
import { takeWish } from '../wishes/take-wish.ts';
import { sesNotifications } from './serve-ses-notifications.ts';

/** The operations of `patronApi`; with a topic also what SES tells of our mails. */
export function patronRoutes(
  deps: PatronDeps,
  callers: CallerTokens,
  topic?: { arn: string; web: SnsWeb },
): (app: Express) => void {
  const operations = serveApi('patron', patronApi, callers, {
    signIn: ({ body }) => signIn(deps, body),
    isCard: async ({ body }) => allow({ isCard: await isCard(deps, body) }),
    choosePassword: ({ params, body }) => choosePassword(deps, { ...params, ...body }),
    checkPassword: ({ params, body }) => checkPassword(deps, { ...params, ...body }),
    registerEmail: ({ params, body }) => registerEmail(deps, { ...params, ...body }),
    verifyEmail: ({ body }) => verifyEmail(deps, body),
    lookAtLink: async ({ body }) => allow(await lookAtLink(deps, body)),
    readPatron: ({ params }) => readPatron(deps, params.patronId, deps.now()),
    apply: ({ params, body }) => apply(deps, { ...params, ...body }),
    myLibrary: async ({ params }) => allow({ rows: await readMyLibrary(deps, params.patronId) }),
    takeWish: ({ params, body }) => takeWish(deps, { ...params, ...body }),
    readReservation: ({ params }) => readReservation(deps, { ...params, at: deps.now() }),
    resolveCard: ({ body }) => resolveCard(deps, body),
    tasks: async ({ query }) => allow({ tasks: await openTasksOf(deps.db, query.library) }),
    settledTasks: async ({ query }) =>
      allow({ tasks: await settledTasksOf(deps.db, { ...query, at: deps.now() }) }),
    settleTask: ({ params, body }) => settle(deps, { ...params, ...body }),
    reopenTask: ({ params, body }) => reopenTask(deps.db, { ...params, ...body }),
    changePreferences: ({ params, body }) => changePreferences(deps, { ...params, ...body, at: deps.now() }),
    history: ({ params, query }) => readHistory(deps, { ...params, ...query }),
    forgetHistory: ({ params, body }) => forgetHistory(deps, { ...params, ...body }),
    keptOfPatron: ({ params, body }) => keptOfPatron(deps, { ...params, ...body }),
    later: async ({ params }) => allow({ recordIds: await readLater(deps, params) }),
    keepForLater: ({ params, body }) => keepForLater(deps, { ...params, ...body, at: deps.now() }),
    forgetLater: async ({ params, body }) => allow(await forgetLater(deps, { ...params, ...body })),
    openReadingOrder: ({ params, body }) => openOrder(deps, { ...params, ...body }),
    readingOrders: async ({ params }) => {
      const orders = await readOrders(deps.db, params);
      return allow({
        orders: orders.map(({ id: orderId, pickupLibrary, early, volumes }) => ({
          orderId,
          pickupLibrary,
          early,
          volumes: volumes.map(({ title, stands, refusal, ...volume }) => {
            const reservationId = ReservationIdSchema.nullable().parse(volume.reservationId);
            return { recordId: String(volume.recordId), title, stands, reservationId, refusal };
          }),
        })),
      });
    },
    changeReadingOrder: ({ params, body }) => changeOrder(deps, { ...params, ...body }),
    claimLoan: ({ body }) => claimLoanSlot(deps, { ...body, waitForOne: false }),
    releaseLoanClaim: async ({ body }) => allow(await releaseLoanClaim(deps, body)),
    openCounterLoan: async ({ body }) => {
      const loan = await openCounterLoan(deps, body);
      if (!loan.ok) return loan;
      const card = await resolveCard(deps, { cardNumber: body.cardNumber, at: body.at });
      return card.ok ? allow({ ...loan.value, card: card.value }) : card;
    },
    releaseCounterLoan: async ({ body }) => allow(await releaseCounterLoan(deps, body)),
    applyForCard: ({ body }) => applyForCard(deps, body),
    cardApplications: async () => allow(await cardApplications(deps)),
    checkCardApplication: ({ params, body }) => checkCardApplication(deps, { ...params, ...body }),
    replaceCard: ({ body }) => replaceCard(deps, body),
    suspendCard: ({ body }) => suspendCard(deps, body),
    correctPerson: ({ body }) => correctPerson(deps, body),
    endRegistration: ({ body }) => endRegistration(deps, body),
    expiredCards: ({ query }) => expiredCards(deps, query),
    renewCard: ({ body }) => renewCard(deps, body),
    askForRenewal: ({ params, body }) => askForRenewal(deps, { ...params, ...body }),
    cardRenewals: async () => allow(await cardRenewals(deps)),
    findByCard: ({ body }) => findByCard(deps, body),
    findPersons: async ({ body }) => allow(await findPersons(deps, body)),
    patronOfReservation: ({ params }) => patronOfReservation(deps, params),
    reservationOfNumber: ({ params }) => reservationOfNumber(deps, params),
    mailsOfReservation: ({ params }) => mailsOfReservation(deps, params),
    pickupPausePreview: async ({ params }) => allow(await previewPickupPause(deps, params.library)),
    mailSamples: async () => allow(await sampleMails(deps)),
    mailQueue: async () => allow(await mailQueue(deps)),
    mailAgain: ({ params, body }) => mailAgain(deps, { ...params, ...body }),
    numbersOfReservations: ({ body }) => numbersOfReservations(deps, body),
    cardDigits: ({ body }) => cardDigits(deps, body),
    releaseWithoutCard: ({ body }) => releaseWithoutCard(deps, body),
    issueLetterCode: ({ params, body }) => issueLetterCode(deps, { ...params, ...body }),
    sendTestMail: ({ params, body }) => sendTestMail(deps, { ...params, ...body }),
    requestPasswordReset: ({ body }) => requestPasswordReset(deps, body),
    resetPassword: ({ body }) => resetPassword(deps, body),
  });
  return (app) => {
    if (topic) app.use(sesNotifications(deps, topic));
    operations(app);
  };
}
