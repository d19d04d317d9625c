import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type CloudEvent,
  repairProcess,
  reservationProcess,
  reservationWorkflowId,
  scheduledProcesses,
  taskQueues,
  topics,
} from '@toshobin/contracts';
import { kafkaPublisher, startConsumer } from '@toshobin/events';
import { instantFromDate } from '@toshobin/lending-rules';
import { createLogger, type KafkaAt } from '@toshobin/service';
import { NOT_YET, runWorkflow } from '@toshobin/temporal';
import pg from 'pg';
import { audit } from '../audit/audit.ts';
import { type Contradiction, contradictions } from '../audit/contradictions.ts';
import { type Finding, lineOf } from '../audit/finding.ts';
import { judgeProcess } from '../audit/judge-process.ts';
import { listProcesses } from '../audit/known-processes.ts';
import { addressesOf, type OpenLibrary, openLibrary } from '../audit/open-library.ts';
import { noticeRow, Scene } from '../audit/planted.ts';
import { seeReservations } from '../audit/reservation-seen.ts';
import { eventually } from '../src/eventually.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/**
 * After every other story, for it spoils rows of the library by hand, each in one way: the audit names every one, and
 * nothing else before, whatever the stories did.
 */
export function contradictionsAreFound(open: () => WholeLibrary): void {
  let seen: OpenLibrary;
  let databases: Record<'catalog' | 'patron' | 'shipping', pg.Pool>;
  const planted: { what: Contradiction; id?: string }[] = [];

  beforeAll(() => {
    const env = open().stack.env;
    const of = (name: string) => env[`${name}_DATABASE_URL`] ?? '';
    seen = openLibrary(addressesOf(env));
    const pool = (name: string) => new pg.Pool({ connectionString: of(name), max: 2 });
    databases = { catalog: pool('CATALOG'), patron: pool('PATRON'), shipping: pool('SHIPPING') };
  });

  afterAll(async () => {
    await seen?.close();
    for (const pool of Object.values(databases ?? {})) await pool.end();
  });

  /** Spoils a row; it must be there. */
  async function spoil(where: keyof typeof databases, sql: string, values: unknown[] = []): Promise<void> {
    const { rowCount } = await databases[where].query(sql, values);
    if (rowCount === 0) throw new Error(`There is nothing to spoil: ${sql}`);
  }

  test('the databases refuse an auditor who would write', async () => {
    await expect(seen.catalog.ledgerEpoch.updateMany({ data: { epoch: 9 } })).rejects.toThrow(/read-only/);
  });

  test('nothing contradicts anything in a library at work; each contradiction that is planted is found and named', async () => {
    const scene = new Scene(open());
    const plant = (what: Contradiction, id?: string) =>
      planted.push(id === undefined ? { what } : { what, id });

    const several = <T>(count: number, make: () => Promise<T>) =>
      Promise.all(Array.from({ length: count }, make));
    const [lent, ready, here, toPack, shipped, returned, plain, queues] = await Promise.all([
      several(5, () => scene.lent()),
      several(2, () => scene.ready()),
      several(1, () => scene.ready('pref')),
      several(2, () => scene.toPack()),
      several(1, () => scene.shipped()),
      several(2, () => scene.returned()),
      several(10, () => scene.toFetch()),
      several(5, () => scene.twoOfOne()),
    ]);

    const before = await audit(seen, { settleMs: 5_000, asksProcesses: true });
    expect(before.findings.map(lineOf)).toEqual([]);
    expect(before.reservations).toBeGreaterThanOrEqual(25);

    const idOf = (list: readonly { reservationId: string }[], n: number) => list[n]?.reservationId ?? '';
    const ofCopy = (list: readonly { barcode: string }[], n: number) => list[n]?.barcode ?? '';
    // Temporal's list is written behind the runs: whether it lags or has not begun, nobody is accused by it.
    const processes = await listProcesses(seen, true);
    const [goesOn, isOver] = await seeReservations(seen, [idOf(plain, 0), idOf(returned, 0)]);
    if (!goesOn || !isOver) throw new Error('Nothing to judge');
    expect(await judgeProcess(goesOn, { ...processes, listed: new Set() })).toEqual([]);
    expect(await judgeProcess(isOver, { ...processes, listed: new Set([isOver.reservationId]) })).toEqual([]);

    const place = (barcode: string, to: string) =>
      spoil('catalog', 'UPDATE copy SET place = $2::copy_place WHERE barcode = $1', [barcode, to]);

    // How it stands, and copies.
    const told = `UPDATE reservation_state SET standing = jsonb_set(standing, $2, $3) WHERE reservation_id = $1`;
    await spoil('catalog', told, [idOf(plain, 0), '{state,stage}', '"packed"']);
    plant('toldOtherwise', idOf(plain, 0));
    await spoil('catalog', told, [idOf(plain, 1), '{item,barcode}', JSON.stringify(ofCopy(shipped, 0))]);
    plant('twoHolders', ofCopy(shipped, 0));
    await spoil('catalog', `UPDATE queue_entry SET state = 'allocated' WHERE reservation_id = $1`, [
      idOf(returned, 0),
    ]);
    plant('entryWithoutCopy', idOf(returned, 0));
    await spoil('catalog', 'UPDATE reservation_state SET n = n + 1 WHERE reservation_id = $1', [
      idOf(plain, 2),
    ]);
    plant('wordLost', idOf(plain, 2));
    await place(ofCopy(ready, 0), 'onLoan');
    plant('readyAndNotOnShelf', idOf(ready, 0));
    await place(ofCopy(lent, 0), 'inTransit');
    plant('outAndElsewhere', idOf(lent, 0));
    await place(ofCopy(toPack, 0), 'inTransit');
    plant('copyElsewhere', idOf(toPack, 0));
    await spoil('shipping', `UPDATE parcel_line SET state = 'inside' WHERE reservation_id = $1`, [
      idOf(lent, 1),
    ]);
    await spoil('shipping', `UPDATE parcel SET state = 'dispatched' WHERE number = $1`, [
      lent[1]?.parcelNumber,
    ]);
    plant('outAndInTransit', idOf(lent, 1));

    // Loans.
    const ofReservation = 'allocation IN (SELECT number FROM allocation WHERE reservation_id = $1)';
    const loan = (list: readonly { reservationId: string }[], n: number, to: string) =>
      spoil('catalog', `UPDATE loan SET ${to} WHERE ${ofReservation}`, [idOf(list, n)]);
    const scanned = `INSERT INTO scan (fact_id, kind, copy_id, reservation_id, allocation, leg, place, occurred_at,
        scanned_at, recorded_at, voids)
      SELECT gen_random_uuid(), 'home', copy_id, reservation_id, number, 'return', 'pref', now(), now(), now(), voids
      FROM allocation LEFT JOIN LATERAL (
        SELECT fact_id AS voids FROM scan WHERE allocation = number AND kind = 'home') home ON true
      WHERE reservation_id = $1`;
    await spoil('catalog', `DELETE FROM loan WHERE ${ofReservation}`, [idOf(lent, 0)]);
    plant('lentWithoutLoan', idOf(lent, 0));
    await loan(lent, 2, 'ended_at = now()');
    plant('loanOpenOtherwise', idOf(lent, 2));
    await loan(lent, 3, 'handed_in_at = now()');
    plant('handedOtherwise', idOf(lent, 3));
    await loan(lent, 4, 'due_date = due_date + 1');
    plant('dueOtherwise', idOf(lent, 4));
    await loan(ready, 0, 'extended_at = now()');
    plant('extendedUnlent', idOf(ready, 0));
    await spoil('catalog', scanned, [idOf(lent, 3)]);
    plant('homeAndOpen', idOf(lent, 3));
    await spoil('catalog', scanned, [idOf(returned, 1)]);
    plant('returnedUnscanned', idOf(returned, 1));
    const settled = `UPDATE allocation SET settled_how = 'paid', settled_on = current_date, settled_role = 'librarian',
      settled_reason = 'planted', settled_fact_id = gen_random_uuid() WHERE reservation_id = $1`;
    await spoil('catalog', settled, [idOf(lent, 4)]);
    plant('settledAndOpen', idOf(lent, 4));
    await spoil(
      'patron',
      `UPDATE notice SET data = jsonb_set(data, '{due}', '{"date": "2199-04-01", "at": "2199-04-01T14:59:59.999Z"}')
       WHERE reservation_id = $1 AND kind = 'readyAtMunicipal' AND status = 'sent'`,
      [idOf(lent, 4)],
    );
    plant('dueBeforeTold', idOf(lent, 4));

    // Queues.
    const [besideFree, nobodyFills, unservable, unfair, wrongly] = queues;
    await spoil(
      'catalog',
      `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm)
    VALUES ($1, '1999999999', '913', 300, 20)`,
      [besideFree?.recordId],
    );
    plant('waitsBesideFreeCopy', besideFree?.waits);
    await spoil('catalog', `UPDATE copy SET condition = 'missing' WHERE record_id = $1`, [
      nobodyFills?.recordId,
    ]);
    plant('nobodyCanFill', nobodyFills?.waits);
    await spoil(
      'catalog',
      `UPDATE queue_entry SET unservable_at = now() - interval '1 day', unservable_why = 'withdrawn' WHERE reservation_id = $1`,
      [unservable?.waits],
    );
    plant('saidUnservable', unservable?.waits);
    await spoil(
      'catalog',
      `UPDATE queue_entry SET joined_at = joined_at - interval '1 day',
    recorded_at = recorded_at - interval '1 day' WHERE reservation_id = $1`,
      [unfair?.waits],
    );
    await spoil('catalog', `UPDATE outbox SET time = time - interval '1 day' WHERE subject = $1`, [
      unfair?.waits,
    ]);
    plant('queueUnfair', unfair?.waits);
    await spoil('patron', 'UPDATE title_waiting SET waiting = false WHERE record_id = $1', [
      wrongly?.recordId,
    ]);
    plant('waitingToldWrongly', wrongly?.recordId);
    await spoil('catalog', 'UPDATE title_waiting SET waiting = false WHERE record_id = $1', [
      unfair?.recordId,
    ]);
    plant('waitingNotTold', unfair?.recordId);

    // My Library and slots.
    await spoil('patron', 'DELETE FROM application WHERE reservation_id = $1', [idOf(plain, 3)]);
    plant('withoutRow', idOf(plain, 3));
    // Ended by its row, and its process runs on.
    await spoil(
      'patron',
      "UPDATE application SET outcome = 'returned', ended_at = now() WHERE reservation_id = $1",
      [idOf(plain, 9)],
    );
    plant('processOfNothing', idOf(plain, 9));
    const [old, lost] = [randomUUID(), randomUUID()];
    const application = `INSERT INTO application (reservation_id, patron_id, record_id, title, pickup_library, channel,
      applied_at, answered, start_again_at)
    SELECT $1, patron_id, 900000000 + $3::int, 'planted', 'uto', 'web', now() - interval '1 hour', $2, now() + interval '1 hour'
    FROM application WHERE reservation_id = $4`;
    await spoil('patron', application, [old, false, 1, idOf(plain, 0)]);
    plant('unanswered', old);
    await spoil('patron', application, [lost, true, 2, idOf(plain, 0)]);
    plant('withoutEntry', lost);
    await spoil('patron', 'UPDATE application SET n = n - 1 WHERE reservation_id = $1', [idOf(plain, 4)]);
    plant('rowBehind', idOf(plain, 4));
    await spoil('patron', `UPDATE application SET state = 'packed' WHERE reservation_id = $1`, [
      idOf(plain, 5),
    ]);
    plant('rowOtherwise', idOf(plain, 5));
    await spoil(
      'patron',
      `UPDATE application SET due_at = due_at - interval '1 hour' WHERE due_at IS NOT NULL AND reservation_id = $1`,
      [idOf(lent, 1)],
    );
    plant('rowOtherwise', idOf(lent, 1));
    await spoil(
      'patron',
      "UPDATE application SET outcome = 'returned', closed_at = NULL WHERE reservation_id = $1",
      [idOf(returned, 0)],
    );
    plant('closedOtherwise', idOf(returned, 0));
    await spoil('patron', 'DELETE FROM reservation_slot WHERE reservation_id = $1', [idOf(plain, 6)]);
    plant('slotsOtherwise', idOf(plain, 6));
    await spoil('patron', 'UPDATE reservation_slot SET slot = 11 WHERE reservation_id = $1', [
      idOf(plain, 7),
    ]);
    plant('overLimit', idOf(plain, 7));
    await spoil(
      'patron',
      `INSERT INTO loan_slot_wait (reservation_id, patron_id, refused_at)
    SELECT reservation_id, patron_id, now() FROM application WHERE reservation_id = $1`,
      [idOf(plain, 8)],
    );
    plant('waitsWhileSlotFree', idOf(plain, 8));
    await spoil('patron', 'DELETE FROM loan_slot WHERE reservation_id = $1', [idOf(ready, 1)]);
    plant('readyAndBlocked', idOf(ready, 1));
    await spoil(
      'patron',
      `UPDATE notice SET status = 'overtaken' WHERE reservation_id = $1 AND kind = 'readyAtMunicipal'`,
      [idOf(ready, 0)],
    );
    plant('readyAndNotTold', idOf(ready, 0));
    await spoil('catalog', 'UPDATE allocation SET hold_round = NULL WHERE reservation_id = $1', [
      idOf(here, 0),
    ]);
    plant('holdNotBegun', idOf(here, 0));

    // Processes.
    const { client } = open().temporal;
    await client.workflow.getHandle(reservationWorkflowId(idOf(plain, 7))).terminate('planted');
    plant('withoutProcess', idOf(plain, 7));
    await spoil(
      'catalog',
      'UPDATE reservation_state SET n = n + 1, awaited = n + 1 WHERE reservation_id = $1',
      [idOf(plain, 8)],
    );
    plant('processBehind', idOf(plain, 8));
    const silent = reservationWorkflowId(idOf(plain, 6));
    await client.workflow.getHandle(silent).terminate('planted');
    await client.workflow.start(reservationProcess.workflowType, { workflowId: silent, taskQueue: 'nobody' });
    plant('processSilent', idOf(plain, 6));

    // The packing list, and what is told.
    await spoil('shipping', `UPDATE packing_row SET to_pack = true WHERE reservation_id = $1`, [
      idOf(shipped, 0),
    ]);
    plant('packingListOtherwise', idOf(shipped, 0));
    await spoil('shipping', 'DELETE FROM packing_row WHERE reservation_id = $1', [idOf(toPack, 1)]);
    plant('notOnPackingList', idOf(toPack, 1));
    await spoil(
      'shipping',
      `DELETE FROM copy_scan WHERE copy_id = (SELECT copy_id FROM packing_row WHERE reservation_id = $1)`,
      [idOf(lent, 0)],
    );
    plant('factUnheard', idOf(lent, 0));

    // Mails.
    const insert = (row: ReturnType<typeof noticeRow>) => spoil('patron', row.sql, row.values);
    await insert(noticeRow({ reservationId: idOf(toPack, 0), kind: 'accepted', status: 'sent' }));
    plant('mailTwice', idOf(toPack, 0));
    const { rows } = await databases.patron.query<{ journey: number }>(
      'SELECT journey FROM application WHERE reservation_id = $1',
      [idOf(returned, 0)],
    );
    await insert(
      noticeRow({
        reservationId: idOf(returned, 0),
        kind: 'overdue',
        journey: rows[0]?.journey ?? 0,
        status: 'sent',
      }),
    );
    plant('mailAfterReturn', idOf(returned, 0));
    await spoil('patron', `DELETE FROM notice WHERE reservation_id = $1 AND kind = 'accepted'`, [
      idOf(plain, 2),
    ]);
    plant('acceptedNotTold', idOf(plain, 2));
    await insert(noticeRow({ reservationId: null, kind: 'testMail', status: 'pending' }));
    plant('mailWaits');

    // Messages. A relay that is stopped publishes nothing.
    await putLettersAway(seen, { brokers: [open().stack.env.KAFKA_BROKERS ?? ''] });
    plant('deadLetter');
    plant('parkedKey');
    open().stack.pause('shipping');
    await spoil(
      'shipping',
      `INSERT INTO outbox (id, topic, key, type, subject, time, data)
    VALUES (gen_random_uuid(), 'shipping.facts', '1', 'shipping.nothing', '1', now(), '{}')`,
    );
    plant('outboxWaits');

    try {
      const { findings } = await audit(seen, { settleMs: 0, asksProcesses: true });
      const lines = findings.map(lineOf);
      const unfound = planted.filter(({ what, id }) => !findings.some((one) => isAbout(one, what, id)));
      expect({ unfound, lines }).toEqual({ unfound: [], lines });
      expect([...new Set(planted.map(({ what }) => what))].sort()).toEqual(
        Object.keys(contradictions).sort(),
      );
      // Ids alone: no title of what was reserved, no name.
      const private_ = [
        ...open().titles,
        ...[...open().met].flatMap(({ name, email, cardNumber }) => [name, email, cardNumber]),
      ];
      expect(private_.filter((text) => lines.some((line) => line.includes(text)))).toEqual([]);
    } finally {
      open().stack.resume('shipping');
    }
  }, 300_000);

  test('what the audit names as its repair mends it: the repair of a reservation, the night of those who wait', async () => {
    const { client } = open().temporal;
    const named = (repair: string) =>
      planted.filter(({ what }) => contradictions[what].repair.en.includes(repair));
    const byReservation = named(' reconcile {reservation}');
    for (const reservationId of new Set(byReservation.flatMap(({ id }) => id ?? []))) {
      const { workflowType, workflowId } = repairProcess;
      const of = { workflowType, workflowId: workflowId(reservationId), taskQueue: taskQueues.processes };
      const run = { ...of, isWaitedFor: true, input: { reservationId }, timeoutMs: 60_000 };
      expect(await runWorkflow(client, run)).not.toBe(NOT_YET);
    }
    await client.schedule.getHandle(scheduledProcesses.nightly.scheduleId('waiting')).trigger();
    const mended = [...byReservation, ...named('nightly-waiting')];
    expect(mended.length).toBeGreaterThan(12);
    const look = async () => {
      const { findings } = await audit(seen, { settleMs: 0, asksProcesses: true });
      const left = mended.flatMap(({ what, id }) => findings.filter((one) => isAbout(one, what, id)));
      expect(left.map(lineOf)).toEqual([]);
      return true;
    };
    await eventually('all of it mended', look, { every: 2_000 });
  }, 300_000);
}

function isAbout({ what, of }: Finding, wanted: Contradiction, id: string | undefined): boolean {
  return what === wanted && (id === undefined || Object.values(of).includes(id));
}

/** An event that its readers can't understand, and one that meets a fault of its reader. */
async function putLettersAway(seen: OpenLibrary, kafka: KafkaAt): Promise<void> {
  const log = createLogger('planted', 'silent');
  const event: CloudEvent = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'shipping',
    type: 'shipping.copy.moved',
    subject: 'planted',
    time: instantFromDate(new Date()),
    datacontenttype: 'application/json',
    sequence: '1',
    data: {},
  };
  const faulty = startConsumer({
    kafka,
    group: 'planted',
    topics: [topics.shipping],
    log,
    handle: async ({ subject }) => {
      if (subject === 'planted') throw new RangeError('a fault of ours');
    },
  });
  const publisher = kafkaPublisher(kafka, log, 'planted');
  await publisher.publish([{ topic: topics.shipping, key: 'planted', event }]);
  await eventually('both letters', async () => {
    const letters = await seen.letters.list();
    return letters.some(({ parked }) => parked) && letters.some(({ parked }) => parked === undefined);
  });
  await faulty.stop();
  await publisher.stop();
}
