import { patronApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import { sendTestMail } from '../contact/send-test-mail.ts';
import { issueLetterCode } from '../credentials/letter-code.ts';
import { requestPasswordReset } from '../credentials/request-password-reset.ts';
import { resetPassword } from '../credentials/reset-password.ts';
import { cardDigits } from '../desk/card-digits.ts';
import { findByCard } from '../desk/find-by-card.ts';
import { findPersons } from '../desk/find-persons.ts';
import { patronOfReservation } from '../desk/patron-of-reservation.ts';
import { numbersOfReservations, reservationOfNumber } from '../desk/reservation-of-number.ts';
import { mailAgain, mailsOfReservation } from '../mails/mail-again.ts';
import { mailQueue } from '../mails/mail-queue.ts';
import { sampleMails } from '../mails/sample-mails.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { releaseWithoutCard } from '../releases/release-without-card.ts';

/** What the prefectural desk does for a patron, and what a patron does who is locked out. */
export function serveDesk(router: Router, deps: PatronDeps): void {
  serve(router, patronApi.findByCard, ({ body }) => findByCard(deps, body));
  serve(router, patronApi.findPersons, async ({ body }) => allow(await findPersons(deps, body)));
  serve(router, patronApi.patronOfReservation, ({ params }) =>
    patronOfReservation(deps, params.reservationId),
  );
  serve(router, patronApi.reservationOfNumber, ({ params }) => reservationOfNumber(deps, params));
  serve(router, patronApi.mailsOfReservation, ({ params }) => mailsOfReservation(deps, params.reservationId));
  serve(router, patronApi.mailSamples, async () => allow(await sampleMails(deps)));
  serve(router, patronApi.mailQueue, async () => allow(await mailQueue(deps)));
  serve(router, patronApi.mailAgain, ({ params, body }) => mailAgain(deps, { ...params, ...body }));
  serve(router, patronApi.numbersOfReservations, async ({ body }) =>
    allow({ numbers: await numbersOfReservations(deps, body.reservationIds) }),
  );
  serve(router, patronApi.cardDigits, async ({ body }) =>
    allow({ cards: await cardDigits(deps, body.reservationIds) }),
  );
  serve(router, patronApi.releaseWithoutCard, ({ body }) => releaseWithoutCard(deps, body));
  serve(router, patronApi.issueLetterCode, ({ params, body }) =>
    issueLetterCode(deps, { ...params, ...body }),
  );
  serve(router, patronApi.sendTestMail, ({ params, body }) => sendTestMail(deps, { ...params, ...body }));
  serve(router, patronApi.requestPasswordReset, ({ body }) => requestPasswordReset(deps, body));
  serve(router, patronApi.resetPassword, ({ body }) => resetPassword(deps, body));
}
