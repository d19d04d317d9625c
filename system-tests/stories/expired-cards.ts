import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, scheduledProcesses, taskQueues } from '@toshobin/contracts';
import { tracesIn } from '@toshobin/database/testing';
import { Pool } from 'pg';
import { twentyPeople } from '../src/demo-people.ts';
import { eventually } from '../src/eventually.ts';
import { Journey } from '../src/journey.ts';
import { PatronBrowser } from '../src/patron-browser.ts';
import { granted } from '../src/web-session.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

const LAST = twentyPeople.at(-1);

/** Some time after its card has ended a registration is erased in a night, not before its holder's book is home. */
export function expiredCards(library: () => WholeLibrary): void {
  const inPatronDatabase = async <T>(ask: (pool: Pool) => Promise<T>): Promise<T> => {
    const pool = new Pool({ connectionString: library().stack.env.PATRON_DATABASE_URL, max: 1 });
    try {
      return await ask(pool);
    } finally {
      await pool.end();
    }
  };

  function nightOfCards() {
    const { workflowType } = scheduledProcesses.nightly;
    return library().temporal.client.workflow.start(workflowType, {
      workflowId: `nightly-cards-${randomUUID()}`,
      taskQueue: taskQueues.processes,
      args: [{ job: 'cards' }],
    });
  }

  test('a registration stays while a book is lent, and is gone by the morning after, though the patron service ends in that night', async () => {
    if (LAST === undefined) throw new Error('There is nobody');
    const { stack, desks } = library();
    const cast = await library().castFor(LAST);
    // What another story has left open would keep the registration as well.
    for (const { open, reservationId } of await cast.patron.myLibrary())
      if (open) granted(await cast.patron.cancel(reservationId));
    await eventually('nothing left open', async () =>
      (await cast.patron.myLibrary()).every(({ open }) => !open),
    );
    const record = await library().freeTitle(cast.patron);
    const journey = await Journey.reserve(cast, { record, pickupLibrary: PREFECTURAL_LIBRARY });
    await journey.fetch();
    await journey.ready();
    await journey.handOut();
    const patronId = await inPatronDatabase(async (pool) => {
      const { rows } = await pool.query<{ id: string }>(
        "UPDATE card SET expires_on = '2020-01-31' WHERE number = $1 RETURNING patron_id AS id",
        [LAST.cardNumber],
      );
      return rows[0]?.id;
    });
    const whatIsKept = () =>
      inPatronDatabase(async (pool) => {
        const traces = await tracesIn(async (sql) => (await pool.query(sql)).rows);
        const of = [patronId ?? '', LAST.name, LAST.email];
        return traces.filter(({ where, text }) => where !== 'outbox' && of.some((one) => text.includes(one)));
      });
    await library().changingNumbers(async () => {
      const before = await desks.operator.changePolicy({ expiredCardsKeptMonths: 6 });
      await eventually('the number at the patron service', () =>
        inPatronDatabase(async (pool) => {
          const { rows } = await pool.query("SELECT data->>'expiredCardsKeptMonths' AS kept FROM policy");
          return rows[0]?.kept === '6';
        }),
      );
      await (await nightOfCards()).result();
      expect(await whatIsKept()).not.toEqual([]);

      await journey.bringBack();
      // Whom a mail reaches would have thirty days still.
      await inPatronDatabase((pool) =>
        pool.query("UPDATE patron SET email_status = 'undeliverable' WHERE id = $1", [patronId]),
      );
      const night = await nightOfCards();
      await stack.takeAway('patron');
      await stack.bringBack('patron');
      await night.result();
      await desks.operator.changePolicy(before);
    });
    expect(await whatIsKept()).toEqual([]);
    await expect(PatronBrowser.signIn(library().addresses.patronWeb, LAST)).rejects.toThrow('SIGN_IN_FAILED');
  });
}
