import { randomUUID } from 'node:crypto';
import {
  type CloudEvent,
  type KnownEvent,
  type Library,
  LibrarySchema,
  makeBarcode,
  ReservationIdSchema,
} from '@toshobin/contracts';
import { startTestPostgres } from '@toshobin/database/testing';
import { calendarDate, type Decision, dayOf, type Instant, instant } from '@toshobin/lending-rules';
import { openTasksOf, settle } from '@toshobin/tasks';
import { workOffClosures } from '../../services/catalog/src/closures/work-off-closures.ts';
import { hearFacts as catalogHears } from '../../services/catalog/src/facts/hear-facts.ts';
import { settleLoan } from '../../services/catalog/src/loans/settle-loan.ts';
import { takeBackSettlement } from '../../services/catalog/src/loans/take-back-settlement.ts';
import { catalogInTest } from '../../services/catalog/src/testing/catalog-in-test.ts';
import { patronActivities } from '../../services/patron/src/activities/patron-activities.ts';
import { apply } from '../../services/patron/src/applications/apply.ts';
import { applyForCard } from '../../services/patron/src/card-applications/apply-for-card.ts';
import { checkCardApplication } from '../../services/patron/src/card-applications/check-card-application.ts';
import { hearFacts as patronHears } from '../../services/patron/src/facts/hear-facts.ts';
import { openPatronService } from '../../services/patron/src/testing/open-patron-service.ts';
import { hearFacts as shippingHears } from '../../services/shipping/src/facts/hear-facts.ts';
import { readPackingList } from '../../services/shipping/src/packing/read-packing-list.ts';
import { dispatchParcel } from '../../services/shipping/src/parcels/dispatch-parcel.ts';
import { openParcel } from '../../services/shipping/src/parcels/open-parcel.ts';
import { packCopy } from '../../services/shipping/src/parcels/pack-copy.ts';
import { receiveParcel } from '../../services/shipping/src/parcels/receive-parcel.ts';
import { takeBackDispatch } from '../../services/shipping/src/parcels/take-back-dispatch.ts';
import { answerShelfCheck } from '../../services/shipping/src/shelf-checks/answer-shelf-check.ts';
import { listShelfChecks } from '../../services/shipping/src/shelf-checks/list-shelf-checks.ts';
import { openTestShipping } from '../../services/shipping/src/testing/open-test-shipping.ts';
import type { PortsInTest } from '../../workflows/src/testing/port-contract.ts';
import { asksCatalog } from './asks-catalog.ts';

/** Open every day, as the ports in memory: calendars have tests of their own. */
const desk = { account: 'desk', library: 'pref', role: 'prefecturalDesk' };
const library = (code: string, name: string, pausedFrom: string | null = null) =>
  LibrarySchema.parse({
    code,
    name,
    reading: 'としょかん',
    region: code === 'pref' ? null : '宇城地域',
    order: 1,
    phone: '000-000-0000',
    arrival: 'scan',
    calendar: { closedWeekdays: [], closedDates: [], closures: [] },
    pausedFrom,
    reopens: null,
  });

interface OutboxRow {
  id: string;
  sequence: bigint;
  type: string;
  subject: string;
  data: unknown;
}

/** The three services on real databases, as the contract suite drives them; facts are carried without Kafka. */
export async function openRealPorts(): Promise<PortsInTest> {
  const postgres = await startTestPostgres();
  const [catalog, shipping] = await Promise.all([catalogInTest(postgres), openTestShipping()]);
  const patron = await openPatronService({ catalog: asksCatalog(catalog) });
  let now: Instant = catalog.now;
  const hear = {
    catalog: catalogHears(catalog.deps),
    shipping: shippingHears(shipping.shipping),
    patron: patronHears(patron.deps),
  };
  let libraryFacts = 1_000_000n;
  const tellOfLibrary = async (known: Library) => {
    const event = envelope({
      id: randomUUID(),
      sequence: ++libraryFacts,
      type: 'shipping.library.changed',
      subject: known.code,
      data: known,
    });
    await hear.catalog(event);
    await hear.patron(event);
  };
  const libraries = {
    pref: '県立図書館',
    uto: '宇土市立図書館',
    yatsushiro: '八代市立図書館',
    'yatsushiro-sencho': '八代市立せんちょう図書館',
    ozu: '大津町立 おおづ図書館',
  };
  for (const [code, name] of Object.entries(libraries)) await tellOfLibrary(library(code, name));

  const seen = { catalog: 0n, patron: 0n, shipping: 0n };
  const carried: KnownEvent['type'][] = [
    'catalog.copy.scanned',
    'catalog.reservation.changed',
    'patron.notice.failed',
    'patron.notice.sent',
    'shipping.copy.lost',
    'shipping.copy.moved',
    'shipping.shelfCheck.answered',
  ];
  const carryFacts = async () => {
    for (const owner of ['patron', 'catalog', 'shipping', 'catalog'] as const) {
      const where = { sequence: { gt: seen[owner] } };
      const orderBy = { sequence: 'asc' } as const;
      const written: Record<typeof owner, () => Promise<OutboxRow[]>> = {
        catalog: () => catalog.deps.db.outbox.findMany({ where, orderBy }),
        patron: () => patron.db.outbox.findMany({ where, orderBy }),
        shipping: () => shipping.shipping.db.outbox.findMany({ where, orderBy }),
      };
      const rows = await written[owner]();
      for (const row of rows) {
        seen[owner] = row.sequence;
        if (!carried.some((type) => type === row.type)) continue;
        const event = envelope(row);
        await (owner === 'catalog' ? hear.shipping(event) : hear.catalog(event));
        if (owner !== 'patron') await hear.patron(event);
      }
    }
  };
  /** A port whose commands end when the others have heard what they led to. */
  const carrying = <P extends object>(port: P): P =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...command: unknown[]) => {
          const answer: unknown = await Reflect.apply(method, target, command);
          await carryFacts();
          return answer;
        };
      },
    });
  const step = async <T>(work: Promise<Decision<T>>): Promise<T> => {
    const done = await work;
    if (!done.ok) throw new Error(`Refused: ${done.refusal.code}`);
    await carryFacts();
    return done.value;
  };

  const hearClosures = async (...facts: [KnownEvent['type'], { closureId: string; at: Instant }][]) => {
    for (const [type, data] of facts) {
      await hear.catalog(envelope({ id: randomUUID(), sequence: 1n, type, subject: data.closureId, data }));
      await workOffClosures(catalog.deps);
    }
    await carryFacts();
  };

  const people = { oneTime: new Map<string, number>(), named: new Map<string, number>() };
  const patronNamed = (name: string) => {
    // Of the twenty cards, one-time readers share sixteen in turn; whose slots a test counts has one alone.
    const isOneTime = name.startsWith('reader ');
    const of = isOneTime ? people.oneTime : people.named;
    if (!of.has(name)) of.set(name, isOneTime ? 101 + (of.size % 16) : 117 + of.size);
    return patron.patronId(makeBarcode('card', of.get(name) ?? 0));
  };
  const barcodeOf = async (reservationId: string) => {
    const { allocation } = await catalog.activities.positionOf({ reservationId });
    if (!allocation) throw new Error(`Reservation ${reservationId} has no copy`);
    return allocation.barcode;
  };
  const undoOf =
    ({ factId }: { factId: string }) =>
    async () =>
      void (await step(catalog.undo(factId)));
  const parcelScan = (from?: string) => shipping.scan(from);

  return {
    catalog: carrying(catalog.activities),
    patron: carrying(patronActivities(patron.deps)),
    shipping: carrying(shipping.activities),
    itIs(moment) {
      now = moment;
      catalog.now = moment;
      patron.setClock(moment);
      shipping.itIs(wallClock(moment));
    },
    addTitle: async (copies, lending = 'lendable') =>
      (await catalog.shelve(copies, { lending, kind: lending === 'audiovisual' ? 'audiovisual' : 'book' }))
        .recordId,
    addCopy: async (recordId) => void (await step(catalog.buy(recordId))),
    async apply({ patron: name, ...application }) {
      const patronId = await patronNamed(name);
      const { at, ...rest } = application;
      await step(apply(patron.deps, { ...rest, patronId, title: '草枕', appliedAt: at }));
    },
    pick: async (id) => void (await step(catalog.pick(await barcodeOf(id)))),
    notOnShelf: async (id) => undoOf(await step(catalog.notOnShelf(await barcodeOf(id)))),
    async pack(id) {
      const { pickupLibrary = 'uto' } = await catalog.activities.positionOf({ reservationId: id });
      const opened = openParcel(shipping.shipping, {
        ...parcelScan(),
        direction: 'outward',
        library: pickupLibrary,
      });
      const { parcelNumber } = await step(opened);
      const barcode = await barcodeOf(id);
      await step(packCopy(shipping.shipping, { ...parcelScan(), parcelNumber, barcode }));
      return parcelNumber;
    },
    dispatch: async (parcelNumber) =>
      void (await step(dispatchParcel(shipping.shipping, { ...parcelScan(), parcelNumber, mode: 'yuMail' }))),
    takeBackDispatch: async (parcelNumber) =>
      void (await step(takeBackDispatch(shipping.shipping, { ...parcelScan(), parcelNumber }))),
    receive: async (parcelNumber) =>
      void (await step(receiveParcel(shipping.shipping, { ...parcelScan('uto'), parcelNumber }))),
    handOut: async (id, place) =>
      undoOf(await step(catalog.handOut(await barcodeOf(id), [id], { library: place }))),
    async lendToAnother(id) {
      const inSpite = { overrideReason: '急ぎ' };
      return undoOf(await step(catalog.lend(await barcodeOf(id), randomUUID(), inSpite)));
    },
    giveToWrongPerson: async (id) =>
      undoOf(await step(catalog.handedOver(await barcodeOf(id), [], { library: 'uto' }))),
    handIn: async (id, place) =>
      undoOf(await step(catalog.takeBack(await barcodeOf(id), { library: place }))),
    bringHome: async (id) => undoOf(await step(catalog.takeBack(await barcodeOf(id)))),
    async answerShelfCheck(reservationId, answer) {
      await step(
        answerShelfCheck(shipping.shipping, {
          ...parcelScan('uto'),
          reservationId: ReservationIdSchema.parse(reservationId),
          answer,
        }),
      );
    },
    async enterClosure(closure) {
      const closureId = randomUUID();
      const entered = { closureId, ...closure, reason: '台風', at: now };
      await hearClosures(['shipping.closure.entered', entered]);
      return closureId;
    },
    takeBackClosure: (closureId) => hearClosures(['shipping.closure.takenBack', { closureId, at: now }]),
    async takenBackFirst(closure) {
      const closureId = randomUUID();
      const entered = { closureId, ...closure, reason: '台風', at: now };
      await hearClosures(
        ['shipping.closure.takenBack', { closureId, at: now }],
        ['shipping.closure.entered', entered],
      );
    },
    async settleTask(reservationId, kind) {
      const open = await Promise.all(
        Object.keys(libraries).map((code) => openTasksOf(catalog.deps.db, code)),
      );
      const task = open
        .flat()
        .find((one) => one.kind === kind && one.subject.reservationId === reservationId);
      await step(settle(catalog.deps.db, { taskId: task?.taskId ?? '', at: now, by: { account: 'desk' } }));
    },
    async settleLoan(id, how) {
      const form = { factId: randomUUID(), how, reason: '同じ本を受け取った', at: now, by: desk };
      const settled = await settleLoan(catalog.deps, {
        reservationId: ReservationIdSchema.parse(id),
        ...form,
      });
      await carryFacts();
      return settled;
    },
    async takeBackSettlement(id) {
      const request = { reservationId: ReservationIdSchema.parse(id), at: now };
      const taken = await takeBackSettlement(catalog.deps, { ...request, by: desk });
      await carryFacts();
      return taken;
    },
    pausePickup: (code) => tellOfLibrary(library(code, code, dayOf(now))),
    async sendMails() {
      await patron.sendMails();
      await carryFacts();
    },
    async applyForCard() {
      const application = {
        applicationId: randomUUID(),
        name: '架空 花子',
        nameReading: 'カクウ ハナコ',
        birthDate: calendarDate('1990-05-05'),
        postcode: '000-0000',
        address: '架空県架空市1-1',
        phone: '000-0000-0000',
        email: null,
      };
      await step(applyForCard(patron.deps, { application, channel: 'paper', at: now }));
      return application.applicationId;
    },
    async checkCard(applicationId, approved) {
      const by = { account: 'desk', library: 'pref' };
      const reason = approved ? undefined : '書類の不足';
      await step(checkCardApplication(patron.deps, { applicationId, approved, reason, at: now, by }));
    },
    async tasksAbout(subject) {
      const databases = [catalog.deps.db, patron.db, shipping.shipping.db];
      const lists = databases.flatMap((db) => Object.keys(libraries).map((code) => openTasksOf(db, code)));
      const tasks = (await Promise.all(lists)).flat();
      return tasks.filter((task) => Object.values(task.subject).includes(subject)).map((task) => task.kind);
    },
    isListed: async (reservationId) =>
      (await readPackingList(shipping.shipping)).some((row) => row.reservationId === reservationId),
    copiesIn: (parcelNumber) =>
      shipping.shipping.db.parcelLine.count({ where: { parcelNumber, state: { not: 'takenOut' } } }),
    shelfChecksOf: (reservationId) => shipping.shipping.db.shelfCheck.count({ where: { reservationId } }),
    isAskedAbout: async (reservationId) =>
      (await listShelfChecks(shipping.shipping, 'uto')).some(
        (check) => check.reservationId === reservationId,
      ),
    noticesOf: async (reservationId, kind) => {
      const notices = await patron.db.notice.findMany({
        where: { reservationId, kind },
        orderBy: { occasion: 'asc' },
      });
      return notices.map(({ occasion }) => occasion);
    },
    async mailsSent(reservationId) {
      const notices = await patron.db.notice.findMany({ where: { reservationId, status: 'sent' } });
      return notices.map(({ kind }) => kind);
    },
    async woken() {
      const rows = await patron.db.outbox.findMany({ where: { type: 'patron.loanSlot.free' } });
      return rows.map((row) => row.subject);
    },
    async close() {
      await catalog.deps.close();
      await postgres.stop();
      await patron.close();
      await shipping.stop();
    },
  };

  function envelope(row: OutboxRow): CloudEvent {
    return {
      specversion: '1.0',
      id: row.id,
      source: 'contract',
      type: row.type,
      subject: row.subject,
      time: now,
      datacontenttype: 'application/json',
      sequence: String(row.sequence),
      data: row.data,
    };
  }
}

/** `2026-12-07 10:00` in Tokyo. */
function wallClock(moment: Instant): string {
  return new Date(Date.parse(instant(moment)) + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
