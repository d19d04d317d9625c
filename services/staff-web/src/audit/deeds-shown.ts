import { ReservationIdSchema, readBarcode } from '@toshobin/contracts';
import { type CalendarDate, CalendarDateSchema } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { Request } from 'express';
import type { StaffWebDeps } from '../deps.ts';
import { namesOfSubjects } from '../names-of-subjects.ts';
import { typedInto } from '../pages/fields.ts';
import { wordsOfDeed } from '../words-of-deed.ts';
import type { DeedRow } from './audit-trail.ts';
import { isOneOfMany, outcomeWords, subjectOf, subjectWords } from './deed-words.ts';

/** A deed in the words of the desk, for the page and for the file. */
export interface DeedShown extends DeedRow {
  where: string;
  did: string;
  toWhat: string;
  /** Whether 何に says what it is, but not which. */
  oneOfMany: boolean;
  /** The number of the copy that it was done to. */
  copy: string | undefined;
  ended: string;
}

/** What was typed, and the row before which the page begins, as they stand in its address. */
export interface DeedsTyped {
  subject: string;
  account: string;
  from: string;
  until: string;
  before: string;
}

/** What the address of a page, or of its file, asks for. */
export function deedsIn(request: Request): DeedsTyped {
  return {
    subject: typedInto(request, 'subject', 100),
    account: typedInto(request, 'account', 64),
    from: typedInto(request, 'from', 10),
    until: typedInto(request, 'until', 10),
    before: typedInto(request, 'before', 20),
  };
}

/** A day of this century, in which all deeds are; anything else chooses none. */
const dayIn = (typed: string): CalendarDate | undefined =>
  typed.startsWith('20') ? CalendarDateSchema.safeParse(typed).data : undefined;

/** The deeds of the audit, or those done to what was typed: as the list itself says it, or by the name in a row. */
export async function deedsShown(
  deps: Pick<StaffWebDeps, 'audit' | 'catalog' | 'libraries' | 'patron' | 'setting' | 'shipping'>,
  { subject: typed, account, from, until, before }: DeedsTyped,
): Promise<{ deeds: DeedShown[]; further: string | undefined }> {
  const subject = await soughtIn(deps, typed);
  const { deeds, further } = await deps.audit.page({
    subject: subject === '' ? undefined : subject,
    account: account === '' ? undefined : account,
    from: dayIn(from),
    until: dayIn(until),
    before: /^\d{1,18}$/.test(before) ? BigInt(before) : undefined,
  });
  const reservations = deeds.flatMap((deed) => /^reservation (.+)/.exec(deed.subject)?.[1] ?? []);
  const [nameOf, numberOf, named] = await Promise.all([
    deps.libraries.names(),
    numbersOfReservations(deps, reservations),
    namesOfSubjects(deps, deeds),
  ]);
  const shown = deeds.map((deed) => ({
    ...deed,
    where: nameOf(deed.library),
    did: wordsOfDeed(deed.action),
    toWhat: subjectWords(deed.subject, { nameOf, numberOf, named }),
    oneOfMany: isOneOfMany(deed.subject, named),
    copy: /^copy (\S+)/.exec(deed.subject)?.[1],
    ended: outcomeWords(deed.outcome, { values: deed.told, nameOf, phone: deps.setting.phone }),
  }));
  return { deeds: shown, further };
}

/**
 * A number that is read is what its kind says; a card leads to nobody here, since this is an address (`routes.ts`). A reservation is named by
 * its number, which leads to its id while it is not erased.
 */
async function soughtIn({ patron }: Pick<StaffWebDeps, 'patron'>, typed: string): Promise<string> {
  const read = readBarcode(typed);
  const subject = read.ok ? `${read.kind} ${read.number}` : subjectOf(typed);
  const [kind, reservationNumber = ''] = subject.split(' ', 2);
  const isNumber = kind === 'reservation' && /^\d{1,20}$/.test(reservationNumber);
  if (!isNumber) return subject;
  const found = await orNone(patron.reservationOfNumber({ params: { reservationNumber } }));
  return found ? `reservation ${found.reservationId}` : subject;
}

/** The numbers by which staff know reservations, by their ids; none of those erased, nor while the patron service is away. */
export async function numbersOfReservations(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const reservationIds = [...new Set(ids)]
    .flatMap((id) => ReservationIdSchema.safeParse(id).data ?? [])
    .slice(0, 500);
  if (reservationIds.length === 0) return new Map();
  const found = await orNone(patron.numbersOfReservations({ body: { reservationIds } }));
  return new Map(
    found?.numbers.map(({ reservationId, reservationNumber }) => [reservationId, reservationNumber]),
  );
}
