import type { Deadline, Instant } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { readLibraries } from '../libraries/find-library.ts';
import { ReservationNoticeSchema } from '../notices/notice-data.ts';
import { ASKS_THE_CATALOG } from '../notices/notice-kinds.ts';
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

/** No mail reaches whom these notices are for. */
export interface NoAddress {
  noAddressFor: readonly Notice[];
}

/**
 * The one mail of a group of notices as it reads at this moment. `noAddressFor`: no mail reaches the patron;
 * `nothingToSay`: the reservations were erased, or what the mail would say
 * is no longer so; of a group, only what is still so is in it.
 */
export async function prepareMail(
  deps: PatronDeps,
  notices: readonly Notice[],
  now: Instant,
): Promise<PreparedMail | NoAddress | 'nothingToSay'> {
  const [first] = notices;
  if (first?.reservationId === null) {
    const prepared = await prepareAddressMail(deps, first);
    return prepared === 'noAddress' ? { noAddressFor: notices } : prepared;
  }
  if (first?.patronId == null) return 'nothingToSay';
  const patron = await deps.db.patron.findUnique({
    where: { id: first.patronId },
    include: { cards: { where: { replacedAt: null } } },
  });
  const card = patron?.cards[0];
  if (!patron || !card) return 'nothingToSay';
  const to = { cardLast4: lastFourOf(card.number) };

  const library = await readLibraries(deps.db);
  const ids = notices.flatMap(({ reservationId }) => reservationId ?? []);
  // A scan may be known to the catalog and not here: what reminds or accuses is judged by what it says at this moment.
  if (ASKS_THE_CATALOG.has(first.kind)) await followPresent(deps, ids);
  const applications = await deps.db.application.findMany({ where: { reservationId: { in: ids } } });
  const waited = await waitedFor(
    deps.db,
    applications.map(({ recordId }) => recordId),
  );
  const items = (
    await Promise.all(
      notices.map(async (notice) => {
        const application = applications.find((one) => one.reservationId === notice.reservationId);
        const data = ReservationNoticeSchema.parse(notice.data);
        const { journey } = notice;
        if (!application || !isStillTrue({ data, journey }, application, { now, library })) return [];
        const promised = await promisedBefore(deps.db, notice, application);
        const othersWaiting = waited.has(application.recordId);
        return [{ ...application, othersWaiting, promised, notice, data }];
      }),
    )
  ).flat();
  items.sort((a, b) => a.number.localeCompare(b.number));
  const kind = items[0]?.data.kind;
  if (kind === undefined) return 'nothingToSay';
  const told = items.map((item) => item.notice);
  if (patron.email === null || patron.emailStatus !== 'verified') return { noAddressFor: told };
  const [policy, loans] = await Promise.all([
    policyInForce(deps.db),
    deps.db.loanSlot.count({ where: { patronId: patron.id } }),
  ]);
  const { settings } = deps;
  const { titlesInMail } = patron;
  const composed = composeNotice(items, { settings, policy, now, titlesInMail, loans, library });
  const written = writeMail(kind, composed.values, to, settings);
  return { mail: { to: patron.email, ...written }, notices: told, holdUntil: composed.holdUntil };
}
