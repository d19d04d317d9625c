import { patronApi, readBarcodeOf } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { type Fake, fakeService } from '@toshobin/web/testing';
import { commandsOf } from './commands-given.ts';
import { hanakosCard, hanakosReservation, tarosCard } from './stand-ins.ts';
import type { World } from './world.ts';

/** Cards and loan slots. */
/** How 花子's card stands. */
function hanakosIn({ cardStatus, holdEnded, reserved, loans }: World) {
  const reservation = {
    reservationId: hanakosReservation,
    reservationNumber: 'R-1',
    state: 'ready',
    pickupLibrary: 'pref',
  };
  const card = { cardLast4: hanakosCard.slice(-4), cardStatus, expiresOn: '2028-03-31' };
  return {
    ...card,
    holdsEnded: holdEnded ? [holdEnded] : [],
    reservations: reserved ?? [reservation],
    reserved: 1,
    loans,
    loanLimit: 10,
  };
}

export function fakePatron(world: World, heard: string[], desk: readonly Fake[]) {
  const fakes: Fake[] = [
    ...desk,
    ...commandsOf(world, 'patron'),
    {
      operation: patronApi.resolveCard,
      answer: ({ body }) => {
        const { cardNumber } = Object(body);
        const reading = readBarcodeOf('card', String(cardNumber));
        // A release of the prefectural desk stands for the card, in 宇土 and here.
        const released = cardNumber === '40404040' && ['uto', 'pref'].includes(Object(body).library);
        const isKnown = reading.ok && [hanakosCard, tarosCard].includes(reading.number);
        if (!released && !isKnown) return refuse('NOT_FOUND');
        // 太郎 has reserved nothing, and two are on their way to him.
        const nothing =
          reading.ok && reading.number === tarosCard ? { reservations: [], reserved: 0, loans: 2 } : {};
        return allow({ ...hanakosIn(world), ...nothing });
      },
    },
    {
      operation: patronApi.openCounterLoan,
      answer: ({ body }) => {
        const { reservationId, overrideReason } = Object(body);
        heard.push(overrideReason === undefined ? 'open loan' : `open loan because ${overrideReason}`);
        const code = world.refused.get(patronApi.openCounterLoan.path);
        if (code !== undefined) return refuse(code);
        if (world.atLoanLimit && overrideReason === undefined) return refuse('LOAN_LIMIT');
        return allow({ reservationId, made: true, card: { ...hanakosIn(world), loans: world.loans + 1 } });
      },
    },
    {
      operation: patronApi.releaseCounterLoan,
      answer: () => {
        heard.push('release loan');
        return allow({ released: true });
      },
    },
    {
      operation: patronApi.claimLoan,
      answer: () => {
        heard.push('claim');
        return world.atLoanLimit ? refuse('LOAN_LIMIT') : allow({ slot: 1, made: !world.claimedBefore });
      },
    },
    {
      operation: patronApi.releaseLoanClaim,
      answer: () => {
        heard.push('release');
        return allow({ released: true });
      },
    },
  ];
  return fakeService('patron', fakes, () => world.away.includes('patron'));
}
