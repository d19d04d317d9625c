import { compareVersions, type ReservationStanding, type StandingVersion } from '@toshobin/contracts';
import { type Application, inTransaction, type Transaction } from '../database.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { versionWentBack } from '../tasks/about-reservation.ts';
import { askStandings } from './ask-standings.ts';
import { takeStanding } from './take-standing.ts';

/** A reservation in a transaction, as the catalog says that it stands at this moment. */
export interface Present {
  application: Application;
  /** Undefined: the catalog does not know the reservation (yet), and its row stays as it is. */
  standing: ReservationStanding | undefined;
}

/**
 * Asks the catalog how a reservation stands, has the row follow, and does that work in the same transaction, with the
 * patron's row locked. Undefined: the reservation is erased, or never was. Throws when the catalog is away.
 */
export async function withStanding<T>(
  deps: PatronDeps,
  reservationId: string,
  work: (tx: Transaction, present: Present) => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    const known = await versionOf(deps, reservationId);
    if (known === undefined) return undefined;
    const standing = (await askStandings(deps, [reservationId])).get(reservationId);
    const done = await inTransaction(deps, async (tx) => {
      const present = await follow(deps, tx, { reservationId, standing, known });
      if (present === 'overtaken' || present === undefined) return present;
      return { result: await work(tx, present) };
    });
    if (done === undefined) return undefined;
    if (done !== 'overtaken') return done.result;
  }
}

/** Has the rows of some reservations follow how the catalog says that they stand. Throws when it is away. */
export async function followPresent(deps: PatronDeps, reservationIds: readonly string[]): Promise<void> {
  const rows = await deps.db.application.findMany({
    where: { reservationId: { in: [...reservationIds] } },
    select: { reservationId: true, epoch: true, n: true },
  });
  const known = new Map(rows.map(({ reservationId, ...version }) => [reservationId, version]));
  for (const [reservationId, standing] of await askStandings(deps, reservationIds)) {
    const version = known.get(reservationId);
    // Nearly every row says so already, and then nobody's row is locked.
    if (version === undefined || compareVersions(standing, version) === 0) continue;
    // A row that is overtaken has followed something newer.
    await inTransaction(deps, (tx) => follow(deps, tx, { reservationId, standing, known: version }));
  }
}

async function versionOf({ db }: PatronDeps, reservationId: string): Promise<StandingVersion | undefined> {
  const select = { epoch: true, n: true };
  return (await db.application.findUnique({ where: { reservationId }, select })) ?? undefined;
}

/**
 * The owner's own answer counts, also when it is lower than what was known before the question; where the row has gone
 * on since, the answer is `overtaken`.
 */
async function follow(
  deps: PatronDeps,
  tx: Transaction,
  asked: { reservationId: string; standing: ReservationStanding | undefined; known: StandingVersion },
): Promise<Present | 'overtaken' | undefined> {
  const { reservationId, standing, known } = asked;
  const application = await lockApplication(tx, reservationId);
  if (application === undefined) return undefined;
  if (standing === undefined) return { application, standing };
  if (compareVersions(standing, application) < 0) {
    if (compareVersions(application, known) !== 0) return 'overtaken';
    deps.log.warn(
      { reservationId, known, answered: { epoch: standing.epoch, n: standing.n } },
      'the catalog answers an older state than it had told: its answer counts',
    );
    await versionWentBack(tx, { reservationId, at: deps.now() });
  }
  return { application: await takeStanding(deps, tx, { application, standing, at: deps.now() }), standing };
}
