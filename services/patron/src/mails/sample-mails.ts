import { type LibraryCode, LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, deadlineOn, type Language } from '@toshobin/lending-rules';
import { dispatchCalendar } from '../libraries/dispatch-calendar.ts';
import { readLibraries } from '../libraries/find-library.ts';
import type { AddressNotice, ReservationNotice } from '../notices/notice-data.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { composeNotice } from './compose-notice.ts';
import type { NoticeItem } from './notice-item.ts';
import { addressValues } from './prepare-address-mail.ts';
import { writeMail } from './write-mail.ts';

/** The id that sample links are made of: nobody has asked for a link by it, so none opens anything. */
const NOBODYS = '00000000-0000-4000-8000-000000000000';
const BOOK = {
  ...{ number: 'R-0000-00', title: '見本の本', allocation: 1 },
  ...{ protectiveCover: true, othersWaiting: false, orderWaits: true, state: 'allocated' },
} satisfies Partial<NoticeItem>;
const CARD = { cardLast4: '0000' };

/** Each kind of mail in the library's wording, in both languages, with today's numbers and calendars; to nobody. */
export async function sampleMails(
  deps: Pick<PatronDeps, 'db' | 'now' | 'settings'>,
): Promise<AnswerTo<'mailSamples'>> {
  const { db, settings } = deps;
  const now = deps.now();
  const [library, dispatch, policy] = await Promise.all([
    readLibraries(db),
    dispatchCalendar(db),
    policyInForce(db),
  ]);
  const branch = await db.library.findFirst({
    where: { code: { not: PREFECTURAL_LIBRARY } },
    orderBy: { sequence: 'asc' },
  });
  const pickupLibrary = LibraryCodeSchema.parse(branch?.code ?? PREFECTURAL_LIBRARY);
  const known = { settings, policy, dispatch, now, titlesInMail: true, loans: policy.loanLimit, library };
  const reserved = reservationNotices(pickupLibrary, dayOf(now)).map((data) => {
    const writtenIn = (language: Language) => {
      const { values } = composeNotice([{ ...BOOK, data, pickupLibrary }], { ...known, language });
      return writeMail(data.kind, values, CARD, { ...settings, language });
    };
    return { kind: data.kind, ...writtenIn('ja'), english: writtenIn('en') };
  });
  const addressed = addressNotices(dayOf(now)).map((data) => {
    const to = data.kind === 'cardApplied' || data.kind === 'cardDeclined' ? 'applicant' : CARD;
    const writtenIn = (language: Language) => {
      const told = { ...settings, titlesInMail: true, language };
      return writeMail(data.kind, addressValues(data, told), to, told);
    };
    return { kind: data.kind, ...writtenIn('ja'), english: writtenIn('en') };
  });
  return { mails: [...reserved, ...addressed] };
}

/** One notice of each kind: the compiler names a kind without one. */
function reservationNotices(pickupLibrary: LibraryCode, today: CalendarDate): ReservationNotice[] {
  const due = deadlineOn(addDays(today, 21));
  const until = addDays(today, 7);
  const all: { [K in ReservationNotice['kind']]: ReservationNoticeOf<K> } = {
    accepted: { kind: 'accepted', pickupLibrary, position: 2 },
    yourTurn: { kind: 'yourTurn', pickupLibrary },
    readyAtMunicipal: { kind: 'readyAtMunicipal', pickupLibrary, due, expectedDate: addDays(today, 2) },
    readyAtPrefectural: { kind: 'readyAtPrefectural' },
    readyTakenBack: { kind: 'readyTakenBack', pickupLibrary },
    holdEndsSoon: { kind: 'holdEndsSoon', pickupLibrary, until },
    dueSoon: { kind: 'dueSoon', due, extensionPossible: true, extended: false },
    overdue: { kind: 'overdue', due: deadlineOn(addDays(today, -1)) },
    extended: { kind: 'extended', due },
    expired: { kind: 'expired', until: addDays(today, -1), comesHome: true },
    cancelledByPatron: { kind: 'cancelledByPatron' },
    cancelledByLibrary: { kind: 'cancelledByLibrary', reason: 'copyMissing' },
    handedIn: { kind: 'handedIn', returnLibrary: pickupLibrary },
    returned: { kind: 'returned', othersShipped: true },
    loanLimitReached: { kind: 'loanLimitReached', keptUntil: until },
    delayed: { kind: 'delayed', pickupLibrary },
    datesMoved: { kind: 'datesMoved', closureId: NOBODYS, library: pickupLibrary, reason: '台風', due },
    pickupLibraryPaused: { kind: 'pickupLibraryPaused', pickupLibrary, pausedFrom: addDays(today, 14) },
  };
  return Object.values(all);
}
type ReservationNoticeOf<K extends ReservationNotice['kind']> = Extract<ReservationNotice, { kind: K }>;

function addressNotices(today: CalendarDate): AddressNotice[] {
  const all: { [K in AddressNotice['kind']]: Extract<AddressNotice, { kind: K }> } = {
    verifyEmail: { kind: 'verifyEmail', verificationId: NOBODYS },
    emailChanged: { kind: 'emailChanged' },
    passwordChanged: { kind: 'passwordChanged' },
    resetPassword: { kind: 'resetPassword', resetId: NOBODYS },
    testMail: { kind: 'testMail' },
    cardApplied: { kind: 'cardApplied', applicationNumber: 'C-0000', language: 'ja' },
    cardDeclined: { kind: 'cardDeclined', reason: '（理由）', applicationNumber: 'C-0000', language: 'ja' },
    cardIssued: { kind: 'cardIssued' },
    cardExpiresSoon: { kind: 'cardExpiresSoon', expiresOn: addDays(today, 30) },
    cardErasedSoon: {
      kind: 'cardErasedSoon',
      expiresOn: addDays(today, -335),
      erasedFrom: addDays(today, 30),
    },
    readingOrderEnded: { kind: 'readingOrderEnded', volumes: ['見本の本 中', '見本の本 下'] },
  };
  return Object.values(all);
}
