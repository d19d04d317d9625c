import { randomUUID } from 'node:crypto';
import { type KnownEvent, LibraryCodeSchema } from '@toshobin/contracts';
import { dayOf, holdDeadline, type Instant, instant, weekdayOf } from '@toshobin/lending-rules';
import { carryFact } from './carry-fact.ts';
import { alwaysOpen, InMemoryCatalog } from './in-memory-catalog.ts';
import { InMemoryPatron } from './in-memory-patron.ts';
import { InMemoryShipping } from './in-memory-shipping.ts';
import type { PortsInTest } from './port-contract.ts';

/** The ports in memory, as the contract suite drives them. */
export async function openInMemoryPorts(): Promise<PortsInTest> {
  let now: Instant = instant('2026-12-07T01:00:00Z');
  const woken: string[] = [];
  const emit = (event: KnownEvent) => {
    carryFact(event, { catalog, patron, shipping });
    if (event.type === 'patron.loanSlot.free') woken.push(event.data.reservationId);
  };
  const catalog: InMemoryCatalog = new InMemoryCatalog(emit);
  const patron = new InMemoryPatron(emit, (id) => catalog.standingOf(id));
  patron.sentByHand = true;
  const shipping = new InMemoryShipping(emit);
  // Mondays and Thursdays, as shipping's own calendar has it.
  shipping.isDispatchDay = (day) => [1, 4].includes(weekdayOf(day));
  const allocationOf = async (reservationId: string) => {
    const { allocation } = await catalog.positionOf({ reservationId });
    return allocation?.allocation ?? 0;
  };
  const undoOf =
    ({ factId }: { factId: string }) =>
    async () =>
      void catalog.voidScan(factId, now);
  return {
    catalog,
    patron,
    shipping,
    itIs: (moment) => {
      now = moment;
    },
    addTitle: async (copies, lending) => catalog.addRecord(copies, lending).recordId,
    addCopy: async (recordId) => catalog.addCopy(recordId),
    apply: async ({ reservationId, patron: name, recordId, pickupLibrary, at: appliedAt }) => {
      const pickupLibraryName = catalog.libraryOf(pickupLibrary).name;
      const request = {
        reservationId,
        pickupLibrary,
        pickupLibraryName,
        applied: { recordId, channel: 'web', appliedAt },
      } as const;
      patron.apply(reservationId, name, request);
    },
    pick: async (id) => void catalog.scan(catalog.copyOf(id), 'picked', now),
    async notOnShelf(id) {
      const takeBack = catalog.notOnShelf(catalog.copyOf(id), now);
      return async () => takeBack(now);
    },
    pack: async (id) => shipping.pack(await allocationOf(id), now),
    dispatch: async (parcel) => shipping.dispatch(parcel, now),
    takeBackDispatch: async (parcel) => shipping.takeBackDispatch(parcel, now),
    receive: async (parcel) => shipping.receive(parcel, now),
    handOut: async (id, place) => undoOf(catalog.scan(catalog.copyOf(id), 'handedOut', now, place)),
    lendToAnother: async (id) => undoOf(catalog.lendAtCounter(catalog.copyOf(id), randomUUID(), now)),
    async giveToWrongPerson(id) {
      const takeBack = catalog.giveToWrongPerson(catalog.copyOf(id), now);
      return async () => takeBack(now);
    },
    handIn: async (id, place) => undoOf(catalog.scan(catalog.copyOf(id), 'handedIn', now, place)),
    bringHome: async (id) => undoOf(catalog.scan(catalog.copyOf(id), 'home', now)),
    answerShelfCheck: async (id, answer) =>
      shipping.answerShelfCheck(id, await allocationOf(id), answer, now),
    enterClosure: async ({ library, from, until }) =>
      shipping.enterClosure({
        library: LibraryCodeSchema.parse(library),
        from,
        until,
        reason: '台風',
        at: now,
      }),
    takeBackClosure: async (closureId) => shipping.takeBackClosure(closureId, now),
    takenBackFirst: async ({ library, from, until }) => {
      const code = LibraryCodeSchema.parse(library);
      const closureId = randomUUID();
      catalog.hearClosureTakenBack({ closureId, at: now });
      catalog.hearClosure({ closureId, library: code, from, until, reason: '台風', at: now });
    },
    settleTask: async (id, kind) => catalog.settle(kind, id, now),
    settleLoan: async (id, how) => catalog.settleLoan(id, how, now),
    takeBackSettlement: async (id) => catalog.takeBackSettlement(id, now),
    pausePickup: async (library) => {
      catalog.libraryOf(library).pausedFrom = dayOf(now);
    },
    sendMails: async () => {
      for (const notice of patron.notices) {
        if (notice.state !== 'queued' || patron.isOvertaken(notice)) continue;
        const { reservationId, kind } = notice;
        const isHold = kind === 'readyAtPrefectural';
        const holdUntil = isHold ? holdDeadline(now, alwaysOpen, catalog.policy) : undefined;
        patron.mailAccepted(reservationId, kind, now, holdUntil);
      }
    },
    applyForCard: async () => patron.cardDesk.apply('paper', now),
    checkCard: async (applicationId, approved) => patron.cardDesk.check(applicationId, approved, now),
    copiesIn: async (parcel) => shipping.copiesIn(parcel),
    isListed: async (id) => shipping.isListed(await allocationOf(id)),
    shelfChecksOf: async (id) => shipping.shelfChecks.filter((check) => check.reservationId === id).length,
    isAskedAbout: async (id) => shipping.isAsked(id),
    noticesOf: async (id, kind) =>
      patron.notices
        .filter((notice) => notice.reservationId === id && notice.kind === kind)
        .map(({ occasion }) => occasion),
    mailsSent: async (id) =>
      patron.notices
        .filter((notice) => notice.reservationId === id && notice.state === 'sent')
        .map(({ kind }) => kind),
    tasksAbout: async (subject) =>
      [...catalog.tasks, ...patron.tasks, ...shipping.tasks]
        .filter((task) => Object.values(task.subject).includes(subject))
        .map((task) => task.kind),
    woken: async () => woken,
    close: async () => {},
  };
}
