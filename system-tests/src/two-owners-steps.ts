import { randomUUID } from 'node:crypto';
import { LibraryCodeSchema, PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { addDays, dayOf, type Outcome, plusDuration, timeOn } from '@toshobin/lending-rules';
import { standingOf, standingsOf } from '../../services/catalog/src/ledger/standings.ts';
import { settleLoan } from '../../services/catalog/src/loans/settle-loan.ts';
import { patronActivities } from '../../services/patron/src/activities/patron-activities.ts';
import { apply } from '../../services/patron/src/applications/apply.ts';
import { openCounterLoan } from '../../services/patron/src/applications/open-counter-loan.ts';
import { releaseCounterLoan } from '../../services/patron/src/applications/release-counter-loan.ts';
import { takeNotification } from '../../services/patron/src/bounces/take-notification.ts';
import { resolveCard } from '../../services/patron/src/desk/resolve-card.ts';
import { type AnyStep, stepNamed } from '../../services/patron/src/testing/any-step.ts';
import type { Reader, Scene, TwoOwners } from './two-owners.ts';
import type { Step } from './two-owners-draws.ts';

/** Carries steps out on both owners; a refusal is an answer like any other, a fault is thrown. */
export function stepsOn(owners: TwoOwners) {
  const { catalog, patron, hears, eventOf } = owners;
  const patrons = patronActivities(patron.deps);
  const now = () => catalog.now;

  return { carryOut, settle };

  /** In the next morning every process does what is next, and its mails go out (R19). */
  async function settle({ readers }: Scene): Promise<void> {
    owners.itIs(timeOn(addDays(dayOf(now()), 1), '10:00'));
    patron.mailbox.away = false;
    patron.mailbox.refusing = false;
    for (const id of readers.flatMap(({ reservations }) => reservations)) await doWhatIsNext(id);
    await patron.sendMails();
  }

  async function carryOut(next: Step, scene: Scene): Promise<void> {
    const reader = 'who' in next ? scene.readers[next.who] : undefined;
    const barcode = 'which' in next ? (scene.barcodes[next.which] ?? '') : '';
    switch (next.do) {
      case 'bring':
        return owners.bring(next.event, next.again);
      case 'pick':
        return void (await catalog.pick(barcode));
      case 'notOnShelf':
        return void (await catalog.notOnShelf(barcode));
      case 'takeBack':
        return void (await catalog.takeBack(barcode, { library: next.where, bookDrop: next.bookDrop }));
      case 'ship':
        return catalog.move(barcode, next.kind, next.where);
      case 'lose':
        return void (await catalog.declareLost(barcode));
      case 'undo':
        return undo(scene, next.back);
      case 'closeLibrary':
        return closeLibrary(scene, next.which);
      case 'openAfterAll': {
        const closureId = scene.closures[next.which] ?? '';
        scene.closures[next.which] = randomUUID();
        return hears.catalog(eventOf('shipping.closure.takenBack', { closureId, at: now() }));
      }
      case 'mails':
        patron.mailbox.away = next.answer === 'away';
        patron.mailbox.refusing = next.answer === 'refuses';
        return void (await patron.sendMails());
      case 'night':
        owners.pass('P1D');
        await catalog.activities.lookAtWhatWaits({ at: now() });
        await patrons.eraseClosed({ before: now() });
        return void (await catalog.activities.forgetMoments({ before: now() }));
      default:
        if (reader) await ofReader(next, reader, scene, barcode);
    }
  }

  async function ofReader(
    next: Extract<Step, { who: number }>,
    reader: Reader,
    scene: Scene,
    barcode: string,
  ): Promise<void> {
    const reservationId = reader.reservations.at(-1) ?? '';
    const at = now();
    switch (next.do) {
      case 'apply':
        return applies(reader, scene, next);
      case 'handOut':
        return handOut(reader, barcode, next);
      case 'lend':
        return lend(reader, scene, barcode, next.override);
      case 'bounce':
        return bounce(reader);
    }
    if (reservationId === '') return;
    const key = { reservationId, at };
    switch (next.do) {
      case 'join':
        return join(reservationId, scene);
      case 'claim':
        return void (await patrons.claimLoanSlot(key));
      case 'release':
        return patrons.releaseLoanSlot(key);
      case 'say':
        return say(reservationId, next.name);
      case 'process':
        return doWhatIsNext(reservationId);
      case 'close':
        return close(reservationId);
      case 'command':
        return command(reservationId, next.name);
      case 'settle': {
        const by = { account: 'desk', library: 'pref', role: 'desk' };
        return void (await settleLoan(catalog.deps, {
          ...key,
          reservationId: ReservationIdSchema.parse(reservationId),
          factId: randomUUID(),
          how: next.how,
          reason: '電話',
          by,
        }));
      }
      case 'ofCopy':
      case 'late':
        return ofCopy(reservationId, next.do === 'late' ? next.what : next.name);
    }
  }

  async function applies(
    reader: Reader,
    scene: Scene,
    { where: pickupLibrary, joins }: { where: string; joins: boolean },
  ): Promise<void> {
    const reservationId = randomUUID();
    const application = { recordId: scene.recordId, title: '草枕', pickupLibrary, appliedAt: now() };
    const applied = await apply(patron.deps, { ...application, reservationId, patronId: reader.patronId });
    if (!applied.ok) return;
    reader.reservations.push(reservationId);
    if (joins) await join(reservationId, scene);
  }

  async function join(reservationId: string, { recordId }: Scene): Promise<void> {
    const row = await patron.db.application.findUnique({ where: { reservationId } });
    if (!row || row.channel === 'counter') return;
    const { pickupLibrary } = row;
    const asked = { reservationId, recordId, pickupLibrary, channel: 'web', joinedAt: now() } as const;
    await catalog.activities.joinQueue(asked);
  }

  /** As a desk does: the card is resolved first, then the copy is handed to one of its reservations. */
  async function handOut(
    reader: Reader,
    barcode: string,
    { where: library, handedOver }: { where: string; handedOver: boolean },
  ): Promise<void> {
    const { cardNumber } = reader;
    const card = await resolveCard(patron.deps, { cardNumber, library, at: now() });
    if (!card.ok) return;
    const ids = card.value.reservations.map(({ reservationId }) => reservationId);
    await (handedOver
      ? catalog.handedOver(barcode, ids, { library })
      : catalog.handOut(barcode, ids, { library }));
  }

  /** As the counter does: a row and a slot, the scan, and both given back where it was refused. */
  async function lend(reader: Reader, scene: Scene, barcode: string, override: boolean): Promise<void> {
    const { cardNumber } = reader;
    const reason = override ? { overrideReason: '急ぎ' } : {};
    const opened = await openCounterLoan(patron.deps, {
      reservationId: ReservationIdSchema.parse(randomUUID()),
      cardNumber,
      recordId: scene.recordId,
      title: '草枕',
      protectiveCover: false,
      at: now(),
      ...reason,
    });
    if (!opened.ok) return;
    const { reservationId, made } = opened.value;
    const lent = await catalog.lend(barcode, reservationId, reason);
    if (lent.ok && !reader.reservations.includes(reservationId)) reader.reservations.push(reservationId);
    if (!lent.ok && made) await releaseCounterLoan(patron.deps, { reservationId, at: now() });
  }

  /** What a process might say, true or not: the patron service asks the catalog. */
  async function say(reservationId: string, name: AnyStep): Promise<void> {
    const standing = await standingOf(catalog.deps.db, reservationId);
    const { pickupLibrary, copy } = standing?.state ?? {};
    const said = stepNamed(name, { pickupLibrary, today: dayOf(now()) });
    const allocation = copy?.allocation ?? 0;
    await patrons.recordMilestone({ ...said, reservationId, allocation, at: now() });
  }

  /** As its process does, by how it stands at the catalog. */
  async function doWhatIsNext(reservationId: string): Promise<void> {
    const { stage, ended, pickupLibrary } = (await standingOf(catalog.deps.db, reservationId))?.state ?? {};
    if (ended) return close(reservationId);
    if (stage === 'waiting') return say(reservationId, 'queued');
    if (stage === 'held' || stage === 'inTransit') return say(reservationId, 'ready');
    if (stage === 'onLoan') return say(reservationId, 'dueSoon');
    if (stage === 'fetched' && pickupLibrary !== PREFECTURAL_LIBRARY)
      await patrons.claimLoanSlot({ reservationId, at: now() });
  }

  /** Its process ends, where it has an end to tell. */
  async function close(reservationId: string): Promise<void> {
    const standing = await standingOf(catalog.deps.db, reservationId);
    const { ended, stage, copy } = standing?.state ?? {};
    const outcome: Outcome | undefined = ended ?? (stage === 'onLoan' ? 'longOverdue' : undefined);
    if (!outcome) return;
    if (outcome === 'longOverdue') {
      const at = plusDuration(now(), 'P90D');
      const { closed } = await catalog.activities.closeReservation({ reservationId, outcome, at });
      if (!closed) return;
    }
    const allocation = copy?.allocation ?? 0;
    const milestone = { milestone: 'closed', outcome, reservationId, allocation, at: now() } as const;
    await patrons.recordMilestone(milestone);
  }

  async function command(
    reservationId: string,
    name: 'leave' | 'suspend' | 'resume' | 'move' | 'endMove',
  ): Promise<void> {
    const { activities } = catalog;
    const key = { reservationId, at: now() };
    if ((await standingOf(catalog.deps.db, reservationId)) === null) return;
    switch (name) {
      case 'leave':
        return void (await activities.leaveQueue({ ...key, by: 'patron' }));
      case 'suspend':
        return void (await activities.suspend({ ...key, until: addDays(dayOf(now()), 10) }));
      case 'resume':
        await activities.resume({ ...key, wish: randomUUID() });
        return void (await activities.resume(key));
      case 'move': {
        const { pickupLibrary } = await activities.positionOf(key);
        const other = pickupLibrary === PREFECTURAL_LIBRARY ? 'uto' : PREFECTURAL_LIBRARY;
        return void (await activities.changePickup({ ...key, pickupLibrary: other }));
      }
      case 'endMove':
        return void (await activities.endRedirect({ ...key, inTime: true }));
    }
  }

  async function ofCopy(
    reservationId: string,
    name: 'openLoan' | 'expire' | 'extend' | 'declare' | 'passOn' | 'delayed' | 'here' | 'gone',
  ): Promise<void> {
    const { activities } = catalog;
    const { allocation: chosen } = await activities.positionOf({ reservationId });
    if (chosen === undefined) return;
    const at = now();
    const { allocation, copyId } = chosen;
    const key = { reservationId: ReservationIdSchema.parse(reservationId), allocation, at };
    switch (name) {
      case 'openLoan':
        return void (await activities.openLoan({ ...key, startedAt: at }));
      case 'expire':
        // Whatever hold there is has ended by then.
        return void (await activities.expireHold({ ...key, at: plusDuration(at, 'P30D') }));
      case 'extend':
        return void (await activities.extendIfNobodyWaits({
          ...key,
          askedAt: at,
          holderHasOtherOverdue: false,
        }));
      case 'declare':
        return void (await activities.declarePickedUp(key));
      case 'passOn':
        return void (await activities.passOnUnlessAlone(key));
      case 'delayed': {
        const delayed = { ...key, copyId, parcelNumber: '900000000019', why: 'notArrived' } as const;
        return hears.catalog(eventOf('shipping.copy.delayed', delayed));
      }
      default:
        return hears.catalog(eventOf('shipping.shelfCheck.answered', { ...key, answer: name }));
    }
  }

  async function undo({ recordId }: Scene, back: number): Promise<void> {
    const scan = await catalog.deps.db.scan.findFirst({
      where: { copy: { recordId: BigInt(recordId) }, voids: null },
      orderBy: { sequence: 'desc' },
      skip: back,
    });
    if (scan) await catalog.undo(scan.factId);
  }

  /** Over a date that somebody has. */
  async function closeLibrary({ readers, closures }: Scene, which: number): Promise<void> {
    const ids = readers.flatMap(({ reservations }) => reservations);
    const states = (await standingsOf(catalog.deps.db, ids)).map(({ state }) => state);
    const dated = states.find(({ copy, ended }) => ended === null && (copy?.due ?? copy?.holdUntil));
    const from = (dated?.copy?.due ?? dated?.copy?.holdUntil)?.date;
    if (!dated || !from) return;
    const library = LibraryCodeSchema.parse(dated.pickupLibrary);
    const closure = {
      closureId: closures[which] ?? '',
      library,
      from,
      until: addDays(from, 4),
      reason: '台風',
    };
    await hears.catalog(eventOf('shipping.closure.entered', { ...closure, at: now() }));
  }

  /** The last mail to them came back. */
  async function bounce({ patronId }: Reader): Promise<void> {
    const sent = await patron.db.notice.findFirst({
      where: { patronId, mailId: { not: null } },
      orderBy: { sentAt: 'desc' },
    });
    const { email } = await patron.db.patron.findUniqueOrThrow({ where: { id: patronId } });
    if (!sent || !email) return;
    const message = JSON.stringify({
      notificationType: 'Bounce',
      mail: { messageId: sent.mailId, timestamp: '2026-12-07T00:00:00.000Z' },
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] },
    });
    await takeNotification(patron.deps, { messageId: randomUUID(), message });
    await patron.db.patron.update({ where: { id: patronId }, data: { emailStatus: 'verified' } });
  }
}
