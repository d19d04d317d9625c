import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import {
  type CloudEvent,
  CloudEventSchema,
  cardApplicationWorkflowId,
  type KnownEvent,
  reservationWorkflowId,
  topics,
} from '@toshobin/contracts';
import { NotNow } from '@toshobin/events';
import { instant, type News } from '@toshobin/lending-rules';
import { ofTheNextRelease, stateInTest } from '@toshobin/lending-rules/testing';
import { createLogger } from '@toshobin/service';
import { keptBundle } from '../kept-bundle.ts';
import { costOf } from '../testing/history-cost.ts';
import { type Journey, reserveOne } from '../testing/journeys.ts';
import { storyLibrary } from '../testing/story-library.ts';
import { deliverEvent } from './deliver-event.ts';
import { isAwaited } from './is-awaited.ts';
import { processesOf } from './processes.ts';
import { tellProcesses } from './start-bridge.ts';

const story = storyLibrary();

describe('a return that was taken back', () => {
  test('the loan goes on in a new run of its process, with its reminder, and ends with the real return', async () => {
    const book = await lent();
    await book.home();
    expect(await book.outcome()).toBe('returned');
    const first = await runOf(book);
    await book.voided('home');
    expect(await runOf(book)).not.toBe(first);
    await story.library.pass('P19D');
    expect(book.told()).toContain('dueSoon');
    await book.handedIn();
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  test('its fact heard three times is one run; heard once more after the end, nothing is told again', async () => {
    const book = await lent();
    await book.home();
    story.library.held = true;
    const { factId } = story.library.catalog.scanOf(book.copyId, 'home');
    story.library.catalog.voidScan(factId, await story.server.now());
    const facts = story.library.underWay.splice(0);
    story.library.held = false;
    await story.library.deliver(facts);
    await story.library.settle();
    const run = await runOf(book);
    await story.library.deliver([...facts, ...facts]);
    await story.library.settle();
    expect(await runOf(book)).toBe(run);
    await book.home();
    expect(await book.outcome()).toBe('returned');
    const told = book.told();
    // No other run begins, either.
    const last = await runOf(book);
    await story.library.deliver(facts);
    await story.library.settle();
    expect(await runOf(book)).toBe(last);
    expect(book.told()).toEqual(told);
  });
});

describe('facts that are sent again after a process was ended by hand', () => {
  test('begin that of a card application anew, and the desk is asked', async () => {
    const { cardDesk } = story.library.patron;
    story.library.held = true;
    const applicationId = cardDesk.apply('paper', await story.server.now());
    const facts = story.library.underWay.splice(0);
    story.library.held = false;
    await story.library.deliver(facts);
    const handle = story.server.client.workflow.getHandle(cardApplicationWorkflowId(applicationId));
    await story.library.settle();
    await handle.terminate('by hand');
    await story.library.deliver(facts);
    await story.library.staff((at) => cardDesk.check(applicationId, true, at));
    expect(await handle.result()).toBe('issued');
    await story.library.deliver(facts);
    expect((await handle.describe()).status.name).toBe('COMPLETED');
  });
});

describe('news of a reservation without a process', () => {
  test('begin one from its id: ended by hand, the loan goes on with the next scan', async () => {
    const book = await lent();
    await story.server.client.workflow
      .getHandle(reservationWorkflowId(book.reservationId))
      .terminate('by hand');
    await book.handedIn();
    await book.home();
    expect(await book.outcome()).toBe('returned');
    expect(book.told().at(-1)).toBe('closed');
  });

  test('begin none where nothing is to be done: the copy is home, or long overdue and handed in', async () => {
    const book = await lent();
    const handle = story.server.client.workflow.getHandle(reservationWorkflowId(book.reservationId));
    await handle.terminate('by hand');
    await book.home();
    expect((await handle.describe()).status.name).toBe('TERMINATED');
    const late = await lent();
    await story.library.pass('P50D');
    expect(await late.outcome()).toBe('longOverdue');
    const run = await runOf(late);
    await late.handedIn();
    expect(await runOf(late)).toBe(run);
    await late.home();
  });

  test('of a loan at the counter begin its process', async () => {
    const { copyIds } = story.library.catalog.addRecord(1);
    const reservationId = await story.library.lendAtCounter(copyIds[0] ?? '');
    expect(story.library.patron.milestonesOf(reservationId)).toEqual([]);
    const [copyId = ''] = copyIds;
    await story.library.staff((at) => story.library.catalog.scan(copyId, 'home', at));
    expect(await story.library.outcomeOf(reservationId)).toBe('returned');
  });
});

describe('what is not awaited costs no history', () => {
  test('of how a reservation stands: not what its process was answered, nor that its copy was packed', () => {
    const changed = (news: News, answered: boolean) =>
      ({ type: 'catalog.reservation.changed', data: { news, answered } }) as KnownEvent;
    expect(isAwaited(changed('posted', false))).toBe(true);
    expect(isAwaited(changed('posted', true))).toBe(false);
    expect(isAwaited(changed('packed', false))).toBe(false);
  });

  test('what a process knows better already, told again', async () => {
    const facts: KnownEvent[] = [];
    const heardOf = async () => {
      const told = story.library.underWay.splice(0);
      facts.push(...told);
      await story.library.deliver(told);
      await story.library.settle();
    };
    story.library.held = true;
    const book = await reserveOne(story.library);
    await heardOf();
    await book.picked();
    await heardOf();
    await book.packed();
    await heardOf();
    await book.dispatched();
    await heardOf();
    story.library.held = false;
    const before = await signalsOf(book);
    await story.library.deliver([...facts].reverse());
    await story.library.settle();
    // The last news of the reservation begins a process, should somebody have ended it by hand.
    expect(await signalsOf(book)).toBe(before + 1);
    await book.home();
  });

  test('all of a reservation that is over, told again by a bridge that remembers nothing while no worker runs', async () => {
    story.library.held = true;
    const book = await reserveOne(story.library);
    const facts = story.library.underWay.splice(0);
    story.library.held = false;
    await story.library.deliver(facts);
    await story.library.settle();
    await story.library.cancel(book.reservationId);
    expect(await book.outcome()).toBe('cancelled');
    const { server, library } = story;
    const last = await runOf(book);
    await library.release(await keptBundle(), async () => {
      const tell = deliverEvent(processesOf(server.client), createLogger('bridge', 'silent'));
      for (const event of facts) await tell(event);
    });
    expect(await runOf(book)).toBe(last);
  });

  test('a branch that packs and posts a copy home tells its process nothing; the post that brings one back does', async () => {
    const home = await lent();
    await home.handedIn();
    const before = await signalsOf(home);
    await home.sentBack();
    expect(await signalsOf(home)).toBe(before);
    await home.home();

    const returned = await reserveOne(story.library);
    await (await (await returned.picked()).packed()).dispatched();
    const facts = await signalsOf(returned);
    await returned.returnedByPost();
    expect(await signalsOf(returned)).toBe(facts + 1);
    await returned.home();
  });
});

test('what the next release tells reaches its process, without the fields that this one does not know', async () => {
  const book = await lent();
  const { library, server } = story;
  library.held = true;
  await book.handedIn();
  await library.staff((at) => library.catalog.scan(book.copyId, 'home', at));
  const facts = library.underWay.splice(0);
  library.held = false;
  const tell = tellProcesses(server.client, createLogger('bridge', 'silent'));
  const place = { topic: topics.catalog, partition: 0, offset: '0', key: book.reservationId };
  for (const { data, type, time, ...fact } of facts) {
    const envelope = { ...fact, specversion: '1.0', source: 'catalog', type, subject: 'x', time, data };
    await tell(
      CloudEventSchema.parse(ofTheNextRelease({ ...envelope, datacontenttype: 'application/json' })),
      place,
    );
  }
  expect(await book.outcome()).toBe('returned');
});

describe('a fact that can’t be told', () => {
  const told = (client: Client) => {
    const reservationId = randomUUID();
    const state = stateInTest('waiting', null);
    const event: CloudEvent = {
      specversion: '1.0',
      id: randomUUID(),
      source: 'catalog',
      type: 'catalog.reservation.changed',
      subject: reservationId,
      time: instant('2026-12-07T01:00:00Z'),
      datacontenttype: 'application/json',
      sequence: '1',
      data: { reservationId, epoch: 1, n: 1, state, item: null, news: 'resumed', answered: false },
    };
    const place = { topic: topics.catalog, partition: 0, offset: '0', key: reservationId };
    return tellProcesses(client, createLogger('bridge', 'silent'))(event, place);
  };

  test('waits with Temporal away, and does not wait for a fault of ours', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:9' });
    await expect(told(new Client({ connection }))).rejects.toThrow(NotNow);
    await connection.close();
    const broken = new Client({
      connection: story.server.client.connection,
      dataConverter: {
        payloadCodecs: [
          { encode: () => Promise.reject(new RangeError('a bug')), decode: async (all) => all },
        ],
      },
    });
    await expect(told(broken)).rejects.toThrow(RangeError);
  });
});

/** A book in the hands of its patron. */
async function lent(): Promise<Journey> {
  const book = await reserveOne(story.library);
  await book.broughtThere();
  return book.handedOut();
}

async function runOf({ reservationId }: Journey): Promise<string> {
  return (await story.server.client.workflow.getHandle(reservationWorkflowId(reservationId)).describe())
    .runId;
}

async function signalsOf({ reservationId }: Journey): Promise<number> {
  const handle = story.server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  return costOf(await handle.fetchHistory()).of.signals;
}
