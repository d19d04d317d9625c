import type { Library } from '@toshobin/contracts';
import { LibrarySchema } from '@toshobin/contracts';
import type { Deadline, Instant } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import type { Application, Notice } from '../generated/prisma/client.ts';
import { comparePlaces, RANK } from '../my-library/row-order.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { composeNotice } from './compose-notice.ts';
import type { Mail } from './mailer.ts';
import { ReservationNoticeSchema } from './notice-data.ts';
import { prepareAddressMail } from './prepare-address-mail.ts';
import { writeMail } from './write-mail.ts';

/** A mail ready to go, and the dates that begin with it. */
export interface PreparedMail {
  mail: Mail;
  notices: readonly Notice[];
  holdUntil?: Deadline | undefined;
}

/**
 * The one mail of a group of notices as it reads at this moment. `noAddress`: no mail reaches the patron;
 * `nothingToSay`: the reservations were erased, or what the mail would say
 * is no longer so; of a group, only what is still so is in it.
 */
export async function prepareMail(
  deps: PatronDeps,
  notices: readonly Notice[],
  now: Instant,
): Promise<PreparedMail | 'noAddress' | 'nothingToSay'> {
  const [first] = notices;
  if (first?.reservationId === null) return prepareAddressMail(deps, first);
  if (first?.patronId == null) return 'nothingToSay';
  const patron = await deps.db.patron.findUnique({
    where: { id: first.patronId },
    include: { cards: { where: { replacedAt: null } } },
  });
  const card = patron?.cards[0];
  if (!patron || !card) return 'nothingToSay';
  const to = { cardLast4: lastFourOf(card.number) };

  if (patron.email === null || patron.emailStatus !== 'verified') return 'noAddress';
  const applications = await deps.db.application.findMany({
    where: { reservationId: { in: notices.flatMap(({ reservationId }) => reservationId ?? []) } },
  });
  const items = notices.flatMap((notice) => {
    const application = applications.find((one) => one.reservationId === notice.reservationId);
    if (!application || isOvertaken(notice, application)) return [];
    return [{ ...application, notice, data: ReservationNoticeSchema.parse(notice.data) }];
  });
  items.sort((a, b) => a.number.localeCompare(b.number));
  const kind = items[0]?.data.kind;
  if (kind === undefined) return 'nothingToSay';
  const [policy, loans, library] = await Promise.all([
    policyInForce(deps.db),
    deps.db.loanSlot.count({ where: { patronId: patron.id } }),
    readLibraries(deps),
  ]);
  const { settings } = deps;
  const { titlesInMail } = patron;
  const composed = composeNotice(items, { settings, policy, now, titlesInMail, loans, library });
  const written = writeMail(kind, composed.values, to, settings);
  return {
    mail: { to: patron.email, ...written },
    notices: items.map((item) => item.notice),
    holdUntil: composed.holdUntil,
  };
}

/** Closing takes nothing back; a closed row has its last mails still before it. */
function isOvertaken(notice: Notice, application: Application): boolean {
  if (notice.validAllocation === null || notice.validRank === null) return false;
  const validTo = { allocation: notice.validAllocation, rank: notice.validRank };
  if (comparePlaces(application, validTo) <= 0) return false;
  return !(
    notice.validRank === RANK.ended &&
    application.rank === RANK.closed &&
    application.outcome !== 'returned'
  );
}

/** Every library as last heard of; one that has not arrived yet throws, and the mail is tried again. */
async function readLibraries(deps: PatronDeps): Promise<(code: string) => Library> {
  const rows = await deps.db.library.findMany();
  const known = new Map(rows.map((row) => [row.code, row.data]));
  return (code) => {
    const data = known.get(code);
    if (data === undefined) throw new Error(`The library ${code} has not arrived yet`);
    return LibrarySchema.parse(data);
  };
}
