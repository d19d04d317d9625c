import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import {
  PREFECTURAL_LIBRARY,
  type RecordSummary,
  reservationProcess,
  scheduledProcesses,
  taskQueues,
} from '@toshobin/contracts';
import { inCommon, type Trace, tracesIn } from '@toshobin/database/testing';
import { derivedId } from '@toshobin/service';
import { Pool } from 'pg';
import { type Person, people } from '../src/demo-people.ts';
import { Journey } from '../src/journey.ts';
import { readFiles, readHistories } from '../src/search-everywhere.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** What a desk has scanned in its session, of whomever, until it ends. */
const ofASession = 'STAFF_WEB.session';
const TRACEPARENT = /\b00-[0-9a-f]{32}-[0-9a-f]{16}-0\d/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** What is kept for longer than the two weeks of an event, and the eight of what staff did. */
const isTable = (where: string) => /^(CATALOG|PATRON|SHIPPING|PATRON_WEB)\.(?!outbox$)/.test(where);
const databases = ['CATALOG', 'PATRON', 'SHIPPING', 'PATRON_WEB', 'STAFF_WEB'] as const;

/** Two books of one person are lent and come back together; after the night nobody can tell that they were one person's. */
export function afterTheNight(library: () => WholeLibrary): void {
  const asked = async <T>(name: (typeof databases)[number], ask: (pool: Pool) => Promise<T>): Promise<T> => {
    const pool = new Pool({ connectionString: library().stack.env[`${name}_DATABASE_URL`], max: 1 });
    try {
      return await ask(pool);
    } finally {
      await pool.end();
    }
  };

  /** Every row of every table, every event that Kafka keeps, and every history. */
  async function everything(): Promise<Trace[]> {
    const traces: Trace[] = [];
    for (const name of databases) {
      const rows = await asked(name, (pool) => tracesIn(async (sql) => (await pool.query(sql)).rows));
      traces.push(...rows.map(({ where, text }) => ({ where: `${name}.${where}`, text })));
    }
    const folder = path.join(library().own.stateFolder, 'kafka', 'data');
    for (const { where, text } of readFiles(folder, (name) => name.endsWith('.log'))) {
      const topic = path.basename(path.dirname(where));
      const events = text.split('{"specversion"').slice(1);
      traces.push(
        // Behind an event stand its headers.
        ...events.map((event) => ({
          where: topic,
          text: [event.slice(0, event.lastIndexOf('}') + 1), ...(event.match(TRACEPARENT) ?? [])].join(),
        })),
      );
    }
    const histories = await readHistories(library().temporal, [reservationProcess.workflowType]);
    return [...traces, ...histories].filter(({ where }) => where !== ofASession);
  }

  /** What stands for a reservation where it is not named: its allocations, its copies, its scans. */
  async function namesOf(reservationId: string): Promise<string[]> {
    const rows = await asked('CATALOG', (pool) =>
      pool.query<{ number: number }>('SELECT number FROM allocation WHERE reservation_id = $1', [
        reservationId,
      ]),
    );
    const scans = await asked('CATALOG', (pool) =>
      pool.query<{ fact: string }>('SELECT fact_id AS fact FROM scan WHERE reservation_id = $1', [
        reservationId,
      ]),
    );
    const ofLoans = rows.rows.map(({ number }) => `"allocation": ${number},`);
    return [reservationId, ...ofLoans, ...scans.rows.map(({ fact }) => fact)];
  }

  /** Both were settled yesterday, and it is night. */
  async function night(ids: readonly string[]): Promise<void> {
    await asked('PATRON', (pool) =>
      pool.query(
        "UPDATE application SET closed_at = closed_at - interval '1 day' WHERE reservation_id = ANY ($1)",
        [ids],
      ),
    );
    await asked('CATALOG', (pool) =>
      pool.query(
        `UPDATE reservation_state SET standing = jsonb_set(standing, '{state,settled,on}', to_jsonb('2020-01-01'::text))
         WHERE reservation_id = ANY ($1)`,
        [ids],
      ),
    );
    await asked('SHIPPING', (pool) =>
      pool.query("UPDATE packing_row SET settled_on = '2020-01-01' WHERE reservation_id = ANY ($1)", [ids]),
    );
    const { workflowType } = scheduledProcesses.nightly;
    await library().temporal.client.workflow.execute(workflowType, {
      workflowId: `nightly-erasure-${randomUUID()}`,
      taskQueue: taskQueues.processes,
      args: [{ job: 'erasure' }],
    });
  }

  /** Two books of one person are reserved for a library. */
  async function reservedBy(person: Person, pickupLibrary: string): Promise<[Journey, Journey]> {
    const cast = await library().castFor(person);
    const [one, other] = await library().freeTitles(cast.patron, 2);
    if (!one || !other) throw new Error('There are no two titles');
    const reserve = (record: RecordSummary) => Journey.reserve(cast, { record, pickupLibrary });
    return [await reserve(one), await reserve(other)];
  }

  /** In one parcel there, and in one back. */
  async function togetherByPost(): Promise<string[]> {
    const [one, other] = await reservedBy(people.mother, 'uto');
    for (const journey of [one, other]) await journey.fetch();
    await one.pack();
    await other.packWith(one);
    await one.dispatch();
    await one.receive();
    for (const journey of [one, other]) await journey.ready();
    for (const journey of [one, other]) await journey.handOut();
    for (const journey of [one, other]) await journey.handInByBookDrop();
    await one.sendHome(other);
    for (const journey of [one, other]) await journey.processReturn();
    for (const journey of [one, other]) await journey.closed();
    return [one.reservationId, other.reservationId];
  }

  /** Two books of one person go their whole way side by side, and a night passes: what is left, and what they have in common in it. */
  async function sideBySide(): Promise<{ ids: string[]; left: Trace[]; common: string[] }> {
    const journeys = await reservedBy(people.mother, PREFECTURAL_LIBRARY);
    // Fetched one after the other at once, they are ready by one mail.
    for (const journey of journeys) await journey.fetch();
    for (const journey of journeys) await journey.ready();
    for (const journey of journeys) await journey.handOut();
    for (const journey of journeys) await journey.bringBack();
    const ids = journeys.map(({ reservationId }) => reservationId);
    const [one = [], other = []] = await Promise.all(ids.map(namesOf));
    expect(inCommon(await everything(), one, other)).not.toEqual([]);
    await night(ids);
    const left = await everything();
    return { ids, left, common: inCommon(left, one, other) };
  }

  test('which books were in one parcel is in no table, and can be made of no id that is left', async () => {
    const ids = await togetherByPost();
    const tables = async () => (await everything()).filter(({ where }) => isTable(where));
    const [one = [], other = []] = await Promise.all(ids.map(namesOf));
    const copies = await asked('CATALOG', (pool) =>
      pool.query<{ id: string }>('SELECT copy_id AS id FROM allocation WHERE reservation_id = ANY ($1)', [
        ids,
      ]),
    );
    const facts = new Set([...one, ...other]);
    const made = (traces: readonly Trace[]) =>
      traces
        .flatMap(({ text }) => text.match(UUID) ?? [])
        .flatMap((id) =>
          copies.rows.flatMap((copy) =>
            ['shipped', 'arrived'].map((step) => derivedId(id, `${step}:${copy.id}`)),
          ),
        )
        .filter((id) => facts.has(id));
    const before = await tables();
    expect(inCommon(before, one, other)).not.toEqual([]);
    expect(made(before)).not.toEqual([]);
    await night(ids);
    const left = await tables();
    expect(inCommon(left, one, other)).toEqual([]);
    expect(made(left)).toEqual([]);
  });

  test('nothing that is kept has two reservations of one person in common, in any table, topic or history', async () => {
    let { ids, left, common } = await sideBySide();
    // Five pairs of moments lie within a tenth of a second: one run in forty has two in one millisecond by chance. What is
    // really in common is so each time.
    if (common.length > 0) ({ ids, left, common } = await sideBySide());
    expect(common).toEqual([]);
    // The search looked where they had been.
    for (const place of ['CATALOG.scan', 'CATALOG.outbox', 'catalog.facts-0', 'history of']) {
      const found = left.some(
        ({ where, text }) => where.startsWith(place.replace('-0', '')) && text.includes(ids[0] ?? ''),
      );
      expect([place, found]).toEqual([place, true]);
    }
  });
}
