import { ASKS_THE_CATALOG } from '@toshobin/contracts';
import type { Deadline, Instant } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import type { Database } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { dispatchCalendar } from '../libraries/dispatch-calendar.ts';
import { readLibraries } from '../libraries/find-library.ts';
import { readReservationNotice } from '../notices/notice-data.ts';
import { promisedBefore } from '../notices/promised.ts';
import { isStillTrue } from '../notices/still-true.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { followPresent } from '../standings/with-standing.ts';
import { waitedFor } from '../titles/waited-for.ts';
import { composeNotice } from './compose-notice.ts';
import type { Mail } from './mailer.ts';
import { prepareAddressMail } from './prepare-address-mail.ts';
import { writeMail } from './write-mail.ts';

/** A mail ready to go, and the dates that begin with it. */
export interface PreparedMail {
  mail: Mail;
  notices: readonly Notice[];
  holdUntil?: Deadline | undefined;
}

/**
 * What a group of notices becomes; `noAddressFor`: no mail reaches the patrons of these; `nothingToSay`: nobody is left
 * to hear it, or it is no longer so.
 */
type Prepared = PreparedMail | { noAddressFor: readonly Notice[] } | 'nothingToSay';
export type Prepare = (notices: readonly Notice[]) => Promise<Prepared>;

/**
 * The mails of some groups of notices as they read at this moment; what they need to know is asked once for all of
 * them. A fault of one mail is no other's. Throws for a group of which the catalog does not say how its reservations
 * stand.
 */
export function prepareTogether(
  deps: PatronDeps,
  groups: readonly (readonly Notice[])[],
  now: Instant,
): Prepare {
  // The catalog may know of a scan that is not heard here: it is asked about reservations that a mail reminds or
  // accuses.
  const asking = groups.filter(([first]) => first !== undefined && ASKS_THE_CATALOG.has(first.kind));
  const together =
    asking.length === 0 ? Promise.resolve() : followPresent(deps, asking.flatMap(reservationsOf));
  const asked = new Map(
    asking.map((group) => [group, together.catch(() => followPresent(deps, reservationsOf(group)))]),
  );
  const background = Promise.allSettled(asked.values()).then(() => readBackground(deps.db, groups.flat()));
  return async (notices) => {
    const [known] = await Promise.all([background, asked.get(notices)]);
    return prepareMail(deps, notices, { ...known, now });
  };
}

type Background = Awaited<ReturnType<typeof readBackground>> & { now: Instant };

async function readBackground(db: Database, notices: readonly Notice[]) {
  const patronIds = [...new Set(notices.flatMap(({ patronId }) => patronId ?? []))];
  const applications = await db.application.findMany({
    where: { reservationId: { in: reservationsOf(notices) } },
  });
  const [patrons, waited, library, dispatch, policy, loans, volumes] = await Promise.all([
    db.patron.findMany({
      where: { id: { in: patronIds } },
      include: { cards: { where: { replacedAt: null } } },
    }),
    waitedFor(
      db,
      applications.map(({ recordId }) => recordId),
    ),
    readLibraries(db),
    dispatchCalendar(db),
    policyInForce(db),
    db.loanSlot.findMany({ where: { patronId: { in: patronIds } }, select: { patronId: true } }),
    db.readingOrderVolume.findMany({
      where: { reservationId: { in: reservationsOf(notices) } },
      select: { reservationId: true },
    }),
  ]);
  const inOrders = new Set(volumes.map(({ reservationId }) => reservationId));
  return { patrons, applications, waited, library, dispatch, policy, loans, inOrders };
}

async function prepareMail(
  deps: PatronDeps,
  notices: readonly Notice[],
  { patrons, applications, waited, inOrders, loans, ...known }: Background,
): Promise<Prepared> {
  const [first] = notices;
  if (first?.reservationId === null) {
    const prepared = await prepareAddressMail(deps, first);
    return prepared === 'noAddress' ? { noAddressFor: notices } : prepared;
  }
  const patron = patrons.find(({ id }) => id === first?.patronId);
  const card = patron?.cards[0];
  if (!patron || !card) return 'nothingToSay';
  const to = { cardLast4: lastFourOf(card.number) };
  const items = (
    await Promise.all(
      notices.map(async (notice) => {
        const application = applications.find((one) => one.reservationId === notice.reservationId);
        const data = readReservationNotice(notice.data);
        const { journey } = notice;
        if (!application || !isStillTrue({ data, journey }, application, known)) return [];
        const promised = await promisedBefore(deps.db, notice, application);
        const othersWaiting = waited.has(application.recordId);
        const orderWaits = inOrders.has(application.reservationId);
        return [{ ...application, othersWaiting, orderWaits, promised, notice, data }];
      }),
    )
  ).flat();
  items.sort((a, b) => a.number.localeCompare(b.number));
  const kind = items[0]?.data.kind;
  if (kind === undefined) return 'nothingToSay';
  const told = items.map((item) => item.notice);
  if (patron.email === null || patron.emailStatus !== 'verified') return { noAddressFor: told };
  const { settings } = deps;
  const { titlesInMail, mailLanguage: language } = patron;
  const ofPatron = loans.filter(({ patronId }) => patronId === patron.id).length;
  const composed = composeNotice(items, { ...known, settings, titlesInMail, language, loans: ofPatron });
  const written = writeMail(kind, composed.values, to, { ...settings, language });
  return { mail: { to: patron.email, ...written }, notices: told, holdUntil: composed.holdUntil };
}

export function reservationsOf(notices: readonly Notice[]): string[] {
  return notices.flatMap(({ reservationId }) => reservationId ?? []);
}
