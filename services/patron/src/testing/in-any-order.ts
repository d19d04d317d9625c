import { randomUUID } from 'node:crypto';
import {
  CopyIdSchema,
  LibraryCodeSchema,
  makeBarcode,
  RecordIdSchema,
  type ReservationFact,
  ReservationIdSchema,
  type ReservationNoticeKind,
  type WithdrawalReason,
} from '@toshobin/contracts';
import {
  addDays,
  dayOf,
  deadlineOn,
  type FactKind,
  minusDuration,
  type Outcome,
} from '@toshobin/lending-rules';
import { patronActivities } from '../activities/patron-activities.ts';
import { apply } from '../applications/apply.ts';
import { openCounterLoan } from '../applications/open-counter-loan.ts';
import { releaseCounterLoan, releaseForgotten } from '../applications/release-counter-loan.ts';
import { takeNotification } from '../bounces/take-notification.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { suspendCard } from '../cards/suspend-card.ts';
import { eraseClosed } from '../erasure/erase-closed.ts';
import { hearFact } from '../facts/hear-fact.ts';
import { forgetHistory } from '../history/forget-history.ts';
import { recordMilestone } from '../my-library/record-milestone.ts';
import { RANK } from '../my-library/row-order.ts';
import { mailAgain } from '../notices/mail-again.ts';
import { changePreferences } from '../preferences/preferences.ts';
import { claimLoanSlot } from '../slots/claim-loan-slot.ts';
import { releaseLoanClaim } from '../slots/release-loan-claim.ts';
import { settle } from '../tasks/settle.ts';
import { takeWish } from '../wishes/take-wish.ts';
import { type AnyStep, OF_THE_QUEUE, stepNamed } from './any-step.ts';
import { eventOf, type PatronTestService } from './open-patron-service.ts';
import { factOf, hear, takingBack } from './reserve.ts';

/** One of a person's reservations: as far as its process has come, and what was scanned of its copies. */
export interface Journey {
  reservationId: string;
  allocation: number;
  heard: ReservationFact[];
}

export interface Person {
  patronId: string;
  email: string;
  /** One for each title. */
  journeys: Journey[];
  /** The one before, of a title that was reserved again. */
  earlier: (Journey | undefined)[];
  /** Every reservation that they ever had. */
  ever: string[];
}

/** Everything that can be done to the applications of a few people, each of it twice when it is carried out. */
export function inAnyOrder(service: PatronTestService) {
  const { deps, db } = service;
  const now = () => deps.now();
  const recordOf = (which: number) => String(700 + which);
  const cardOf = ({ patronId }: Person) =>
    db.card.findFirstOrThrow({ where: { patronId, replacedAt: null } });

  const isLentOrOver = async ({ reservationId }: Journey) =>
    (await db.application.count({
      where: { reservationId, endedAt: null, rank: { lt: RANK.handOutUnconfirmed } },
    })) === 0;
  const of = (journey: Journey) => ({
    reservationId: ReservationIdSchema.parse(journey.reservationId),
    allocation: Math.max(journey.allocation, 1),
    copyId: CopyIdSchema.parse('77'),
    at: now(),
  });

  return {
    recordOf,
    /** People without a reservation, as they were on the first day. */
    async begin(serials: readonly number[], titles: number): Promise<Person[]> {
      await db.$executeRaw`TRUNCATE application, notice, task, outbox, history_wish, ses_notification, card_application CASCADE`;
      service.setClock('2026-11-24T01:00:00Z');
      service.mailbox.mails.length = 0;
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
            patronId,
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
          reservationId,
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
    /** A copy is chosen, and it is the process that says so first. Nobody chooses one for what is lent or over. */
    async allocate(journey: Journey) {
      if (await isLentOrOver(journey)) return () => undefined;
      journey.allocation += 1;
      const { reservationId, allocation } = journey;
      return () =>
        recordMilestone(deps, {
          milestone: 'allocated',
          mail: 'yourTurn',
          reservationId,
          allocation,
          at: now(),
        });
    },
    async say(journey: Journey, name: AnyStep, late: boolean) {
      const { reservationId } = journey;
      const row = await db.application.findUnique({ where: { reservationId } });
      const step = stepNamed(name, { pickupLibrary: row?.pickupLibrary, today: dayOf(now()) });
      // Of a copy only once there is one.
      const first = OF_THE_QUEUE.includes(name) ? 0 : 1;
      if (journey.allocation < first) return () => undefined;
      const allocation = Math.max(first, journey.allocation - (late ? 1 : 0));
      const at = late ? minusDuration(now(), 'PT1H') : now();
      return () => recordMilestone(deps, { ...step, allocation, reservationId, at });
    },
    close({ reservationId, allocation }: Journey, outcome: Outcome) {
      return () =>
        recordMilestone(deps, { milestone: 'closed', outcome, reservationId, allocation, at: now() });
    },
    scan(journey: Journey, kind: FactKind) {
      const { reservationId } = journey;
      const allocation = Math.max(journey.allocation, 1);
      const place = kind === 'handedIn' ? 'uto' : 'pref';
      const due = kind === 'handedOut' ? { due: deadlineOn(addDays(dayOf(now()), 21)) } : {};
      const fact = factOf(service, reservationId, kind, { allocation, place, ...due });
      journey.heard.push(fact);
      return () => hear(service, fact);
    },
    /** The scan that takes another one back comes after it, or before. */
    takeBack(journey: Journey, back: number, kind: FactKind, first: boolean) {
      const scanned = journey.heard.filter(({ fact }) => fact.voids === undefined).at(-1 - back);
      if (first || scanned === undefined) {
        const allocation = Math.max(journey.allocation, 1);
        const fact = factOf(service, journey.reservationId, kind, { allocation });
        const before = takingBack(service, fact);
        return async () => {
          await hear(service, before);
          await hear(service, fact);
        };
      }
      const taken = takingBack(service, scanned);
      return () => hear(service, taken);
    },
    /** Heard long ago, and brought once more. */
    hearAgain({ heard }: Journey, back: number) {
      const fact = heard.at(-1 - back);
      return () => (fact ? hear(service, fact) : undefined);
    },
    withdraw(journey: Journey, why: WithdrawalReason, anotherCopy: boolean) {
      const event = eventOf('catalog.allocation.withdrawn', {
        ...of(journey),
        factId: randomUUID(),
        why,
        anotherCopy,
      });
      return () => hearFact(deps, event);
    },
    async swap(journey: Journey) {
      if (journey.allocation === 0 || (await isLentOrOver(journey))) return () => undefined;
      const { at, ...copy } = of(journey);
      const allocated = eventOf('catalog.copy.allocated', {
        ...copy,
        allocation: copy.allocation + 1,
        barcode: '1000000016',
        weightGrams: 300,
        thicknessMm: 20,
        protectiveCover: false,
        supplementCount: 0,
        holdNumber: '4',
        allocatedAt: at,
        insteadOf: copy.allocation,
      });
      journey.allocation = copy.allocation + 1;
      return () => hearFact(deps, allocated);
    },
    lose(journey: Journey) {
      const event = eventOf('catalog.loan.lost', of(journey));
      return () => hearFact(deps, event);
    },
    reopen(journey: Journey, which: number) {
      const { copyId: _, ...loan } = of(journey);
      const event = eventOf('catalog.loan.reopened', {
        ...loan,
        recordId: RecordIdSchema.parse(recordOf(which)),
        pickupLibrary: LibraryCodeSchema.parse('uto'),
        pickupLibraryName: '宇土市立図書館',
        channel: 'web',
        joinedAt: loan.at,
      });
      return () => hearFact(deps, event);
    },
    claim({ reservationId }: Journey, waitForOne: boolean) {
      return () => claimLoanSlot(deps, { reservationId, at: now(), waitForOne });
    },
    release({ reservationId }: Journey, stopsWaiting: boolean) {
      const stops = stopsWaiting ? { stopsWaiting } : {};
      return () => releaseLoanClaim(deps, { reservationId, at: now(), ...stops });
    },
    mails(mailService: 'takes' | 'away' | 'refuses') {
      return async () => {
        service.mailbox.away = mailService === 'away';
        service.mailbox.refusing = mailService === 'refuses';
        await service.sendMails();
      };
    },
    /** The last mail to somebody came back. */
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
      return () => mailAgain(deps, { reservationId, wishId, kind, at: now() });
    },
    withdrawNotice({ reservationId, allocation }: Journey, kind: ReservationNoticeKind) {
      const occasion = String(allocation);
      return () => patronActivities(deps).withdrawNotice({ reservationId, kind, occasion, at: now() });
    },
    async telephone({ reservationId }: Journey) {
      const call = await db.task.findFirst({ where: { reservationId, kind: 'callPatron', clearedAt: null } });
      const taskId = call?.id ?? randomUUID();
      return () => settle(deps, { taskId, at: now(), by: { account: 'kaori' }, reached: true });
    },
    night() {
      service.passMinutes(15 * 60);
      return () => eraseClosed(deps, { before: now() });
    },
    sweep() {
      service.passMinutes(25 * 60);
      return () => releaseForgotten(deps);
    },
    wish({ patronId }: Person, yes: { titlesInMail: boolean; handedInMail: boolean; keepHistory: boolean }) {
      return () => changePreferences(deps, { patronId, at: now(), ...yes });
    },
    forget({ patronId }: Person) {
      return () => forgetHistory(deps, { patronId });
    },
    /** How somebody's reservation stands after those scans of its copy, some of them taken back. */
    async heardOf(
      person: Person,
      pickupLibrary: string,
      events: readonly { n: number; kind: FactKind; takesBack: boolean }[],
    ) {
      const [journey] = person.journeys;
      if (journey === undefined) throw new Error('there is no title');
      await (await this.apply(person, 0, pickupLibrary))();
      await (await this.allocate(person.journeys[0] ?? journey))();
      const { reservationId } = person.journeys[0] ?? journey;
      if (pickupLibrary !== 'pref') await this.claim({ ...journey, reservationId }, true)();
      const facts = new Map<number, ReservationFact>();
      for (const { n, kind, takesBack } of events) {
        const fact = facts.get(n) ?? factOf(service, reservationId, kind);
        facts.set(n, fact);
        await hear(service, takesBack ? takingBack(service, fact) : fact);
      }
      const row = await db.application.findUniqueOrThrow({
        where: { reservationId },
        include: { loanSlot: true, reservationSlot: true },
      });
      // Home, it is for the process to say whether it had been lent.
      if (row.homeAllocation > 0) return { state: 'home' };
      return {
        state: row.state,
        isOver: row.endedAt !== null,
        loan: row.loanSlot?.kind,
        isReservation: row.reservationSlot !== null,
      };
    },
    async replaceCard(person: Person) {
      const { number: cardNumber } = await cardOf(person);
      return () => replaceCard(deps, { cardNumber, at: now() });
    },
    async suspendCard(person: Person, suspended: boolean) {
      const { number: cardNumber } = await cardOf(person);
      return () => suspendCard(deps, { cardNumber, suspended });
    },
  };

  /** The reservation of a title, or the next one once it is over for the patron. */
  async function goesOnOrNew({ journeys, earlier, ever }: Person, which: number): Promise<Journey> {
    const journey = journeys[which];
    const row = await db.application.findUnique({
      where: { reservationId: journey?.reservationId ?? randomUUID() },
    });
    if (journey !== undefined && row?.endedAt === null) return journey;
    const fresh = newJourney();
    if (row !== null) earlier[which] = journey;
    journeys[which] = fresh;
    ever.push(fresh.reservationId);
    return fresh;
  }
}

export type InAnyOrder = ReturnType<typeof inAnyOrder>;

export function titleOf({ patronId }: Pick<Person, 'patronId'>, which: number): string {
  return `${patronId.slice(0, 8)}の本${which}`;
}

function newJourney(): Journey {
  return { reservationId: randomUUID(), allocation: 0, heard: [] };
}
