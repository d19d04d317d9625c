import { ReservationIdSchema } from '@toshobin/contracts';
import { addDays, dayOf, startOfDay } from '@toshobin/lending-rules';
import { openTasksOf } from '@toshobin/tasks';
import type { CatalogDeps } from '../catalog-deps.ts';
import { workOffClosures } from '../closures/work-off-closures.ts';
import { returningCopies } from '../copies/ask-for-returns.ts';
import { copiesToReturn } from '../copies/copies-to-return.ts';
import { searchedCopies } from '../copies/end-searches.ts';
import { heldCopies } from '../copies/held-copies.ts';
import { pickList } from '../copies/pick-list.ts';
import { readCopy } from '../copies/read-copy.ts';
import { forgetMoments } from '../erasure/forget-moments.ts';
import { readReservation } from '../http/read-reservation.ts';
import { openReservations } from '../ledger/open-reservations.ts';
import { declaredHandOuts } from '../loans/declared-hand-outs.ts';
import { unreturnedLoans } from '../loans/unreturned-loans.ts';
import { titlesWithFreeCopies } from '../queue/allocate-free-copies.ts';
import { statisticsBetween } from '../statistics/statistics-between.ts';

/** Somebody whose reservation is over, and a copy that was lent. */
export interface Asked {
  reservationId: string;
  barcode: string;
}

/** The questions of desks and nights to tables that grow without end. */
export const askedOfHistory: Readonly<Record<string, (deps: CatalogDeps, asked: Asked) => Promise<unknown>>> =
  {
    'a month of the statistics': (deps) => {
      const until = addDays(dayOf(deps.now()), -150);
      return statisticsBetween(deps, { from: addDays(until, -30), until });
    },
    'the pick list': ({ db }) => pickList(db),
    'what waits at a branch': ({ db }) => heldCopies(db, 'library-7'),
    'what a branch sends back': ({ db }) => copiesToReturn(db, 'library-7'),
    'what patrons say they have': ({ db }) => declaredHandOuts(db, 'library-7'),
    'loans that do not come back': ({ db, now }) => unreturnedLoans(db, { today: dayOf(now()) }),
    'the tasks of a desk': ({ db }) => openTasksOf(db, 'pref'),
    'a copy in the hand': ({ db }, { barcode }) => readCopy(db, barcode),
    'a reservation and what was scanned of it': (deps, { reservationId }) =>
      readReservation(deps, { reservationId: ReservationIdSchema.parse(reservationId) }),
    'reservations that go on, the first page': ({ db }) => openReservations(db, { after: null }),
    'what a night forgets': (deps) => forgetMoments(deps, { before: startOfDay(dayOf(deps.now())) }),
    'dates in a closure': (deps) => workOffClosures(deps),
    'copies that are searched for': (deps) => searchedCopies(deps, 0n, 200),
    'copies on their way home': (deps) => returningCopies(deps, 0n, 200),
    'titles with free copies': (deps) => titlesWithFreeCopies(deps, 0n, 200),
  };
