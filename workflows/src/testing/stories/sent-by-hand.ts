import { describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import {
  cardApplicationProcess,
  cardApplicationWorkflowId,
  type NotUnderstood,
  notUnderstoodQuery,
  PREFECTURAL_LIBRARY,
  parcelProcess,
  parcelWorkflowId,
  reservationProcess,
  reservationWorkflowId,
} from '@toshobin/contracts';
import { addDays, dayOf } from '@toshobin/lending-rules';
import { reserveOne } from '../journeys.ts';
import type { Library } from '../library.ts';
import type { StoryLibrary } from '../story-library.ts';

export function sentByHand(story: StoryLibrary): void {
  const rubbish = [null, 'rubbish', 7, {}, { fact: {} }, [{ at: 'yesterday' }]];

  const handleOf = (workflowId: string): WorkflowHandle =>
    story.library.server.client.workflow.getHandle(workflowId);

  /** What was typed into the Temporal UI is sent as JSON, whatever it is. */
  async function sendUnreadable(workflowId: string, signalName: string): Promise<void> {
    await story.library.server.client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId },
      signalName,
      input: { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{') }] },
    });
  }

  async function detailsOf(handle: WorkflowHandle): Promise<string> {
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return currentDetails;
  }

  /** The events but the worker's tasks, which the test server (no real one) keeps for a refused update, too. */
  async function eventsOf(handle: WorkflowHandle): Promise<number> {
    const { events = [] } = await handle.fetchHistory();
    const ofWorker = ['Scheduled', 'Started', 'Completed'] as const;
    return (events ?? []).filter((event) =>
      ofWorker.every((step) => !event[`workflowTask${step}EventAttributes`]),
    ).length;
  }

  /** Each process that waits for something, its signals, and how it goes on to its end. */
  const processes: Readonly<
    Record<
      string,
      {
        signals: readonly string[];
        begin: (library: Library) => Promise<{ workflowId: string; goOn: () => Promise<unknown> }>;
        end: unknown;
      }
    >
  > = {
    reservation: {
      signals: Object.values(reservationProcess.signals),
      end: expect.objectContaining({ outcome: 'returned' }),
      async begin(library) {
        const book = await reserveOne(library);
        const goOn = async () => {
          await book.broughtThere();
          await book.handedOut();
          await book.home();
        };
        return { workflowId: reservationWorkflowId(book.reservationId), goOn };
      },
    },
    parcel: {
      signals: Object.values(parcelProcess.signals),
      end: 'arrived',
      async begin(library) {
        const book = await reserveOne(library);
        await book.picked();
        await book.packed();
        await book.dispatched();
        return { workflowId: parcelWorkflowId(book.parcel), goOn: () => book.received() };
      },
    },
    'card application': {
      signals: Object.values(cardApplicationProcess.signals),
      end: 'issued',
      async begin(library) {
        const { cardDesk } = library.patron;
        const applicationId = await library.staff((at) => cardDesk.apply('paper', at));
        const goOn = () => library.staff((at) => cardDesk.check(applicationId, true, at));
        return { workflowId: cardApplicationWorkflowId(applicationId), goOn };
      },
    },
  };

  describe.each(Object.entries(processes))('what an operator sends to a %s', (_, { signals, begin, end }) => {
    test('rubbish as any of its signals is counted, shown and ignored', async () => {
      const { library } = story;
      const { workflowId, goOn } = await begin(library);
      const handle = handleOf(workflowId);
      for (const name of signals) for (const message of rubbish) await handle.signal(name, message);
      for (const name of signals) await sendUnreadable(workflowId, name);
      await library.settle();
      const { messages, last } = await handle.query<NotUnderstood>(notUnderstoodQuery);
      expect(messages).toBe(signals.length * (rubbish.length + 1));
      expect(last?.name).toBe(`signal ${signals.at(-1)}`);
      expect(await detailsOf(handle)).toContain(`${messages} messages`);
      await goOn();
      expect(await handle.result()).toEqual(end);
    });

    test('a signal of a name that it does not know is counted and shown, for a day', async () => {
      const { library } = story;
      const { workflowId, goOn } = await begin(library);
      const handle = handleOf(workflowId);
      await handle.signal('parcelArived', { assumed: false });
      await library.settle();
      const { messages, last } = await handle.query<NotUnderstood>(notUnderstoodQuery);
      expect([messages, last?.name]).toEqual([1, 'signal parcelArived']);
      expect(await detailsOf(handle)).toContain('signal parcelArived');
      await library.pass('PT25H');
      expect(await handle.query(notUnderstoodQuery)).toEqual({ messages: 0, last: null });
      expect(await detailsOf(handle)).not.toContain('Ignored');
      await goOn();
      expect(await handle.result()).toEqual(end);
    });

    test('a request to cancel it is shown and ignored', async () => {
      const { library } = story;
      const { workflowId, goOn } = await begin(library);
      const handle = handleOf(workflowId);
      await handle.cancel();
      await library.settle();
      expect(await detailsOf(handle)).toContain('request to cancel');
      await goOn();
      expect(await handle.result()).toEqual(end);
      expect((await handle.describe()).status.name).toBe('COMPLETED');
    });
  });

  test('a reservation that nobody may cancel so is cancelled by its patron, and looks again', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    const handle = handleOf(reservationWorkflowId(book.reservationId));
    await handle.cancel();
    await handle.signal('handedOut', { state: 'rubbish' });
    await library.lookAgain(book.reservationId);
    expect(await handle.query(notUnderstoodQuery)).toEqual({ messages: 0, last: null });
    expect(await detailsOf(handle)).not.toContain('Ignored');
    expect((await library.cancel(book.reservationId)).ok).toBe(true);
    expect(await book.outcome()).toBe('cancelled');
  });

  test('a wish that is none of ours is refused, and the process goes on', async () => {
    const { library } = story;
    const book = await reserveOne(library);
    const handle = handleOf(reservationWorkflowId(book.reservationId));
    const { admission: _, ...wishes } = reservationProcess.updates;
    for (const name of Object.values(wishes)) {
      for (const wish of rubbish)
        await expect(handle.executeUpdate(name, { args: [wish] })).rejects.toThrow('Workflow Update failed');
    }
    await book.broughtThere();
    await book.handedOut();
    await book.home();
    expect(await book.outcome()).toBe('returned');
  });

  describe('a wish that is refused by what the process knows', () => {
    test('adds nothing to its history, however often it is asked', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      const { reservationId } = book;
      const handle = handleOf(reservationWorkflowId(reservationId));
      const until = addDays(dayOf(await library.server.now()), 5);
      const events = await eventsOf(handle);
      const refusals = [];
      for (let times = 0; times < 3; times++) {
        refusals.push(await library.changePickup(reservationId, 'yatsushiro'));
        refusals.push(await library.suspend(reservationId, until));
      }
      expect(new Set(refusals.map((answer) => (answer.ok ? 'ok' : answer.refusal.code)))).toEqual(
        new Set(['CHANGE_PICKUP_TOO_LATE', 'SUSPEND_TOO_LATE']),
      );
      expect(await eventsOf(handle)).toBe(events);
      await book.handedOut();
      const onLoan = await eventsOf(handle);
      for (let times = 0; times < 3; times++)
        expect(await library.cancel(reservationId)).toEqual({
          ok: false,
          refusal: { code: 'CANCEL_TOO_LATE' },
        });
      expect(await eventsOf(handle)).toBe(onLoan);
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('an extension that is used keeps its date in the refusal; past the due date it is too late', async () => {
      const { library } = story;
      const book = await reserveOne(library);
      await book.broughtThere();
      await book.handedOut();
      await library.pass('P10D');
      const first = await library.extend(book.reservationId);
      if (!first.ok) throw new Error(first.refusal.code);
      const handle = handleOf(reservationWorkflowId(book.reservationId));
      const events = await eventsOf(handle);
      const dueDate = first.value.date;
      for (let times = 0; times < 3; times++)
        expect(await library.extend(book.reservationId)).toEqual({
          ok: false,
          refusal: { code: 'EXTENSION_USED', values: { dueDate } },
        });
      expect(await eventsOf(handle)).toBe(events);
      // A wish confirmed twice is its first confirmation.
      expect(await library.extend(book.reservationId, dueDate)).toEqual(first);
      await library.pass('P16D');
      const late = await eventsOf(handle);
      const answer = await library.extend(book.reservationId);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'LOAN_PAST_DUE' } });
      expect(await eventsOf(handle)).toBe(late);
      await book.home();
      expect(await book.outcome()).toBe('returned');
    });

    test('after the last word it has no place to change', async () => {
      const { library } = story;
      const book = await reserveOne(library, { pickup: PREFECTURAL_LIBRARY });
      const other = await reserveOne(library, { recordId: book.recordId, patron: 'another' });
      const handle = handleOf(reservationWorkflowId(other.reservationId));
      const events = await eventsOf(handle);
      const answer = await library.declarePickedUp(other.reservationId);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'NOT_ON_LOAN' } });
      expect(await library.extend(other.reservationId)).toMatchObject({ refusal: { code: 'NOT_ON_LOAN' } });
      expect(await eventsOf(handle)).toBe(events);
    });
  });
}
