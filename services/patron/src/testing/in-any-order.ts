import { randomUUID } from 'node:crypto';
import {
  makeBarcode,
  type PatronId,
  PatronIdSchema,
  type Preferences,
  ReservationIdSchema,
  type ReservationNoticeKind,
} from '@toshobin/contracts';
import {
  AllocationEndingSchema,
  addDays,
  dayOf,
  deadlineOn,
  minusDuration,
  type Outcome,
} from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { apply } from '../applications/apply.ts';
import { openCounterLoan } from '../applications/open-counter-loan.ts';
import { releaseCounterLoan, releaseForgotten } from '../applications/release-counter-loan.ts';
import { takeNotification } from '../bounces/take-notification.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { suspendCard } from '../cards/suspend-card.ts';
import { settle } from '../desk/settle.ts';
import { eraseClosed } from '../erasure/erase-closed.ts';
import { forgetHistory } from '../history/forget-history.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseLoanClaim, releaseUnneededClaim } from '../loan-claims/release-loan-claim.ts';
import { mailAgain } from '../mails/mail-again.ts';
import { recordMilestone } from '../milestones/record-milestone.ts';
import { isOpen } from '../my-library/read-my-library.ts';
import { changePreferences } from '../preferences/preferences.ts';
import { takeWish } from '../wishes/take-wish.ts';
import { type AnyStep, OF_THE_QUEUE, stepNamed } from './any-step.ts';
import {
  allocated,
  change,
  delayed,
  dueAt,
  ended,
  followedBy,
  lostNow,
  movedBack,
  movedBy,
  pickedUpAt,
  refusedFor,
  scanned,
  shelfCheck,
  suspendedUntil,
  swappedTo,
  tellAgain,
  waits,
} from './at-the-catalog.ts';
import type { Rows } from './catalog-in-test.ts';
import { factOf, type StepTold, takingBack } from './fact-of.ts';
import type { PatronTestService } from './open-patron-service.ts';

const kaori = { account: 'kaori', library: 'pref' };

/** One of a person's reservations, and what was scanned of its copies. */
export interface Journey {
  reservationId: string;
  heard: StepTold[];
}

export interface Person {
  patronId: PatronId;
  email: string;
  /** One journey for each title. */
  journeys: Journey[];
  /** The journey before, of a title that was reserved again. */
  earlier: (Journey | undefined)[];
  /** Every reservation that the person ever had. */
  ever: string[];
}

/** Everything that can be done to the applications of a few people; whatever is carried out is done twice. */
export function inAnyOrder(service: PatronTestService) {
  const { deps, db } = service;
  const now = () => deps.now();
  const recordOf = (which: number) => String(700 + which);
  const cardOf = ({ patronId }: Person) =>
    db.card.findFirstOrThrow({ where: { patronId, replacedAt: null } });

  const { catalog } = service;
  const allocationOf = ({ reservationId }: Journey) =>
    catalog.rowsOf(reservationId)?.copies.at(-1)?.allocation ?? 0;

  return {
    recordOf,
    /** People without a reservation, as they were on the first day. */
    async begin(serials: readonly number[], titles: number): Promise<Person[]> {
      await db.$executeRaw`TRUNCATE application, notice, task, outbox, history_wish, ses_notification, card_application CASCADE`;
      service.setClock('2026-11-24T01:00:00Z');
      service.mailbox.mails.length = 0;
      catalog.forget();
      return Promise.all(
        serials.map(async (serial) => {
          const { patronId } = await db.card.findUniqueOrThrow({
            where: { number: makeBarcode('card', serial) },
          });
          const { email } = await db.patron.update({
            where: { id: patronId },
            data: { emailStatus: 'verified', titlesInMail: serial !== 9, handedInMail: true },
          });
          await db.card.updateMany({ where: { patronId }, data: { suspended: false } });
          const journeys = Array.from({ length: titles }, newJourney);
          return {
            patronId: PatronIdSchema.parse(patronId),
            email: email ?? '',
            journeys,
            earlier: [],
            ever: journeys.map((one) => one.reservationId),
          };
        }),
      );
    },
    async apply(person: Person, which: number, pickupLibrary: string) {
      const journey = await goesOnOrNew(person, which);
      return () =>
        apply(deps, {
          patronId: person.patronId,
          reservationId: journey.reservationId,
          recordId: recordOf(which),
          title: titleOf(person, which),
          pickupLibrary,
          appliedAt: now(),
        });
    },
    async lend(person: Person, which: number, override: boolean) {
      const { number } = await cardOf(person);
      const journey = await goesOnOrNew(person, which);
      const isThere = await db.application.count({ where: { reservationId: journey.reservationId } });
      const reservationId = isThere > 0 ? randomUUID() : journey.reservationId;
      return () =>
        openCounterLoan(deps, {
          reservationId: ReservationIdSchema.parse(reservationId),
          cardNumber: number,
          recordId: recordOf(which),
          title: titleOf(person, which),
          protectiveCover: false,
          at: now(),
          ...(override ? { overrideReason: '展示の関係者' } : {}),
        });
    },
    giveBack({ reservationId }: Journey) {
      return () => releaseCounterLoan(deps, { reservationId, at: now() });
    },
    /** Changes a reservation at the catalog, told at once, or later (`hearAgain`), or only when it is asked. */
    decide(journey: Journey, what: Decided, tell: boolean) {
      const { reservationId } = journey;
      const by = decided(journey, what);
      return () => change(service, reservationId, by, { tell });
    },
    /** A process tells something that follows from how the reservation stands, or that does not. */
    async say(
      journey: Journey,
      name: AnyStep,
      { late, follows, meanwhile }: { late: boolean; follows: boolean; meanwhile: FactKind | null },
    ) {
      const { reservationId } = journey;
      const row = await db.application.findUnique({ where: { reservationId } });
      const step = stepNamed(name, { pickupLibrary: row?.pickupLibrary, today: dayOf(now()) });
      // A step of a copy is told only once there is one.
      const first = OF_THE_QUEUE.includes(name) ? 0 : 1;
      const latest = allocationOf(journey);
      if (latest < first) return () => undefined;
      const allocation = Math.max(first, latest - (late ? 1 : 0));
      const at = late ? minusDuration(now(), 'PT1H') : now();
      const milestone = { ...step, allocation, reservationId, at };
      const has = followedBy(service, milestone);
      if (follows && row !== null) await change(service, reservationId, has, { tell: false });
      // Kafka brings a scan between the catalog's answer and the transaction.
      const scan = meanwhile ? this.scan(journey, meanwhile, true) : undefined;
      catalog.whileAnswering = scan && (row === null ? undefined : scan);
      return () => recordMilestone(deps, milestone);
    },
    async close(journey: Journey, outcome: Outcome, follows: boolean) {
      const { reservationId } = journey;
      const allocation = allocationOf(journey);
      const milestone = { milestone: 'closed', outcome, reservationId, allocation, at: now() } as const;
      const isThere = (await db.application.count({ where: { reservationId } })) > 0;
      const has = followedBy(service, milestone);
      if (follows && isThere) await change(service, reservationId, has, { tell: false });
      return () => recordMilestone(deps, milestone);
    },
    scan(journey: Journey, kind: FactKind, tell: boolean) {
      const { reservationId } = journey;
      const allocation = Math.max(allocationOf(journey), 1);
      const place = kind === 'handedIn' ? 'uto' : 'pref';
      const due = ['handedOut', 'shipped'].includes(kind)
        ? { due: deadlineOn(addDays(dayOf(now()), 21)) }
        : {};
      const fact = factOf(service, reservationId, kind, { allocation, place, ...due });
      journey.heard.push(fact);
      return () => change(service, reservationId, scanned(fact), { tell });
    },
    takeBack(journey: Journey, back: number, tell: boolean) {
      const fact = journey.heard.filter(({ fact }) => fact.voids === undefined).at(-1 - back);
      if (fact === undefined) return () => undefined;
      const taken = takingBack(service, fact);
      return () => change(service, journey.reservationId, scanned(taken), { tell });
    },
    /** Kafka brings how the reservation stands, or how it stood before. */
    hearAgain({ reservationId }: Journey, back: number) {
      return () => tellAgain(service, reservationId, back);
    },
    claim({ reservationId }: Journey, waitForOne: boolean) {
      return () => claimLoanSlot(deps, { reservationId, at: now(), waitForOne });
    },
    release({ reservationId }: Journey, stopsWaiting: boolean) {
      const release = stopsWaiting ? releaseUnneededClaim : releaseLoanClaim;
      return async () => void (await release(deps, { reservationId, at: now() }));
    },
    mails(mailService: 'takes' | 'away' | 'refuses') {
      return async () => {
        service.mailbox.away = mailService === 'away';
        service.mailbox.refusing = mailService === 'refuses';
        await service.sendMails();
      };
    },
    /** The last mail to a person comes back. */
    async bounce({ patronId, email }: Person) {
      const sent = await db.notice.findFirst({
        where: { patronId, mailId: { not: null } },
        orderBy: { sentAt: 'desc' },
      });
      const messageId = randomUUID();
      const message = JSON.stringify({
        notificationType: 'Bounce',
        mail: { messageId: sent?.mailId ?? randomUUID(), timestamp: '2026-11-24T00:00:00.000Z' },
        bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] },
      });
      return () => takeNotification(deps, { messageId, message });
    },
    mend({ patronId }: Person) {
      return () => db.patron.update({ where: { id: patronId }, data: { emailStatus: 'verified' } });
    },
    takeWish({ reservationId }: Journey) {
      const wishId = randomUUID();
      return () => takeWish(deps, { reservationId, wishId });
    },
    sayAgain({ reservationId }: Journey, kind: ReservationNoticeKind) {
      const wishId = randomUUID();
      return () =>
        mailAgain(deps, { reservationId: ReservationIdSchema.parse(reservationId), wishId, kind, at: now() });
    },
    async telephone({ reservationId }: Journey) {
      const call = await db.task.findFirst({ where: { reservationId, kind: 'callPatron', clearedAt: null } });
      const taskId = call?.id ?? randomUUID();
      return () => settle(deps, { taskId, at: now(), by: kaori, reached: true });
    },
    night() {
      service.passMinutes(15 * 60);
      return () => eraseClosed(deps, { before: now() });
    },
    sweep() {
      service.passMinutes(25 * 60);
      return () => releaseForgotten(deps);
    },
    wish({ patronId }: Person, yes: Preferences) {
      return () => changePreferences(deps, { patronId, at: now(), ...yes });
    },
    forget({ patronId }: Person) {
      return () => forgetHistory(deps, { patronId });
    },
    /** What a person has of a reservation after all that happened to it, its versions told in that order. */
    async standsAfter(person: Person, where: string, happened: readonly Happened[], told: readonly number[]) {
      await (await this.apply(person, 0, where))();
      const [journey] = person.journeys;
      if (journey === undefined) throw new Error('there is no title');
      const { reservationId } = journey;
      for (const what of happened) {
        if (what.do === 'decide') await this.decide(journey, what.what, false)();
        else if (what.do === 'scan') await this.scan(journey, what.kind, false)();
        else await this.takeBack(journey, what.back, false)();
      }
      const versions = catalog.told(reservationId).length;
      for (const n of [...told.filter((one) => one < versions), 0])
        await tellAgain(service, reservationId, n);
      const row = await db.application.findUniqueOrThrow({
        where: { reservationId },
        include: { loanSlot: true, reservationSlot: true },
      });
      const { state, journey: ofCopy, allocation, endedAt, loanSlot, reservationSlot } = row;
      const slots = Number(loanSlot !== null) + Number(reservationSlot !== null);
      const ofRow = { state, ofCopy, allocation, isOver: endedAt !== null, due: row.dueAt };
      return { ...ofRow, slots, isLoan: loanSlot?.kind === 'loan' };
    },
    async replaceCard(person: Person) {
      const { number: cardNumber } = await cardOf(person);
      return () => replaceCard(deps, { cardNumber, at: now(), by: kaori, reason: '紛失' });
    },
    async suspendCard(person: Person, suspended: boolean) {
      const { number: cardNumber } = await cardOf(person);
      return () => suspendCard(deps, { cardNumber, suspended, at: now(), by: kaori, reason: '紛失' });
    },
  };

  /** Ids and dates are drawn before, so that an act done twice is the same. */
  function decided(journey: Journey, what: Decided): (rows: Rows) => Rows {
    const next = allocationOf(journey) + 1;
    const today = dayOf(now());
    switch (what) {
      case 'allocate':
        return waits(catalog.rowsOf(journey.reservationId)) ? allocated(next) : same;
      case 'swap':
        return swappedTo(next);
      case 'lose':
        return lostNow(service);
      case 'delay':
        return delayed;
      case 'gone':
        return shelfCheck('gone');
      case 'here':
        return shelfCheck('here');
      case 'suspend':
        return waits(catalog.rowsOf(journey.reservationId)) ? suspendedUntil(addDays(today, 10)) : same;
      case 'move':
        return pickedUpAt(catalog.rowsOf(journey.reservationId)?.entry.atPrefectural ? 'uto' : 'pref');
      case 'extend':
        return dueAt(deadlineOn(addDays(today, 14)), true);
      case 'closeForSnow':
        return movedBy(SNOW, deadlineOn(addDays(today, 30)));
      case 'openAllTheSame':
        return movedBack(SNOW, deadlineOn(addDays(today, 21)));
      case 'refuse':
        return waits(catalog.rowsOf(journey.reservationId)) ? refusedFor('NO_LENDABLE_COPY') : same;
      default:
        return ended(what);
    }
  }

  /** The reservation of a title, or the next one once it is over for the patron. */
  async function goesOnOrNew({ journeys, earlier, ever }: Person, which: number): Promise<Journey> {
    const journey = journeys[which];
    const row = await db.application.findUnique({
      where: { reservationId: journey?.reservationId ?? randomUUID() },
    });
    if (journey !== undefined && row !== null && isOpen(row)) return journey;
    const fresh = newJourney();
    if (row !== null) earlier[which] = journey;
    journeys[which] = fresh;
    ever.push(fresh.reservationId);
    return fresh;
  }
}

/** R17: the id of the closure that moves dates here. */
const SNOW = '7b0f7f3e-43c4-4f3c-9d6a-0a3f2a5c9e11';

const same = (rows: Rows): Rows => rows;

/** What the catalog may decide, or hear from others. */
export const DECIDED = [
  ...AllocationEndingSchema.options,
  'allocate',
  'swap',
  'lose',
  'delay',
  'gone',
  'here',
  'suspend',
  'move',
  'extend',
  'closeForSnow',
  'openAllTheSame',
  'refuse',
] as const;
type Decided = (typeof DECIDED)[number];

type Happened =
  | { do: 'decide'; what: Decided }
  | { do: 'scan'; kind: FactKind }
  | { do: 'takeBack'; back: number };

export type InAnyOrder = ReturnType<typeof inAnyOrder>;

export function titleOf({ patronId }: Pick<Person, 'patronId'>, which: number): string {
  return `${patronId.slice(0, 8)}の本${which}`;
}

function newJourney(): Journey {
  return { reservationId: randomUUID(), heard: [] };
}
