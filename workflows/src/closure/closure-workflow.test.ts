import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { closureWorkflowId, LibraryCodeSchema, reservationWorkflowId } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf } from '@toshobin/lending-rules';
import { keptBundle } from '../kept-bundle.ts';
import { costOf } from '../testing/history-cost.ts';
import { type Journey, reserveOne } from '../testing/journeys.ts';
import { Library } from '../testing/library.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from '../testing/time-skipping-server.ts';

let server: TimeSkippingServer;
let library: Library;
let readers = 0;
const uto = LibraryCodeSchema.parse('uto');

beforeAll(async () => {
  const [started, bundle] = await Promise.all([startTimeSkippingServer(), keptBundle()]);
  server = started;
  library = await Library.open(server, bundle);
});

afterAll(async () => {
  await library.close();
  await server.stop();
});

test('宇土 closes for a typhoon: the date of a book held there moves to the next open day, and its patron is told once', async () => {
  const book = await broughtToUto();
  const due = await dueOf(book);
  const closureId = await library.enterClosure('uto', addDays(due, -1), addDays(due, 1));
  expect(await dueOf(book)).toBe(addDays(due, 2));
  expect(book.told().filter((told) => told === 'datesMoved')).toHaveLength(1);
  expect(await detailsOf(closureId)).toContain('1 reservations told');
  await library.pass('P25D');
  expect(await endOf(closureId)).toBe('over');
  await book.home();
});

test('a book of another library, and one whose date does not lie in the closure, keep their dates', async () => {
  const [here, there] = [await broughtToUto(), await reserveOne(library, { pickup: 'minamata' })];
  await there.broughtThere();
  const due = await dueOf(here);
  await library.enterClosure('uto', addDays(due, 3), addDays(due, 5));
  await library.enterClosure('minamata', addDays(due, -9), addDays(due, -8));
  for (const book of [here, there]) expect(book.told()).not.toContain('datesMoved');
  expect(await dueOf(here)).toBe(due);
  for (const book of [here, there]) await book.home();
});

test('taken back before any mail was sent, it leaves the dates as they were', async () => {
  const book = await broughtToUto();
  const due = await dueOf(book);
  await untilEvening();
  const closureId = await library.enterClosure('uto', due, due);
  expect(await dueOf(book)).toBe(addDays(due, 1));
  await library.takeBackClosure(closureId);
  expect(await endOf(closureId)).toBe('takenBack');
  expect(await dueOf(book)).toBe(due);
  await book.home();
});

test('taken back after its mail went out, what the mail said stays (R6)', async () => {
  const book = await broughtToUto();
  const due = await dueOf(book);
  const closureId = await library.enterClosure('uto', due, due);
  await library.pass('P1D');
  await library.takeBackClosure(closureId);
  expect(await endOf(closureId)).toBe('takenBack');
  expect(await dueOf(book)).toBe(addDays(due, 1));
  await book.home();
});

test('entered while the due date of a posted book is being answered, it moves that date all the same', async () => {
  const book = await reserveOne(library, { patron: `the reader ${++readers}` });
  await (await book.picked()).packed();
  const due = addDays(dayOf(await server.now()), 21);
  library.meanwhile.set('openLoan', async () => {
    const at = await server.now();
    library.shipping.enterClosure({ library: uto, from: due, until: due, reason: '台風', at });
    await library.deliver();
    await heardOfClosure(book);
  });
  await book.dispatched();
  expect(await dueOf(book)).toBe(addDays(due, 1));
  expect(book.told()).toContain('datesMoved');
  await book.home();
});

test('entered and taken back while the due date of a posted book is being answered, it moves nothing and no mail tells of it', async () => {
  const book = await reserveOne(library, { patron: `the reader ${++readers}` });
  await (await book.picked()).packed();
  const dates: CalendarDate[] = [];
  library.meanwhile.set('openLoan', async () => {
    const at = await server.now();
    const due = await dueOf(book);
    dates.push(due);
    const closureId = library.shipping.enterClosure({
      library: uto,
      from: due,
      until: due,
      reason: '台風',
      at,
    });
    await library.deliver();
    await heardOfClosure(book);
    library.shipping.takeBackClosure(closureId, at);
    await library.deliver();
    await heardOfClosure(book, 'closureTakenBack');
  });
  await book.dispatched();
  expect(dates).toEqual([await dueOf(book)]);
  expect(book.told()).not.toContain('datesMoved');
  await book.home();
});

test('a process that was lost when the closure was entered hears of it in the week before', async () => {
  const book = await broughtToUto();
  const due = await dueOf(book);
  await library.loseProcess(book.reservationId);
  await library.enterClosure('uto', due, due);
  await library.pass('P10D');
  expect(await dueOf(book)).toBe(due);
  await library.pass('P5D');
  expect(await dueOf(book)).toBe(addDays(due, 1));
  expect(book.told().filter((told) => told === 'datesMoved')).toHaveLength(1);
  await book.home();
});

/** Until its process was told of a closure, whatever else is under way: at most a minute. */
async function heardOfClosure({ reservationId }: Journey, signal = 'closure'): Promise<void> {
  const handle = server.client.workflow.getHandle(reservationWorkflowId(reservationId));
  for (let tries = 0; tries < 600; tries += 1) {
    if (costOf(await handle.fetchHistory()).names[signal] !== undefined) return;
    await pause(100);
  }
  throw new Error(`${reservationId} was not told: ${signal}`);
}

async function broughtToUto(): Promise<Journey> {
  const book = await reserveOne(library, { patron: `the reader ${++readers}` });
  await book.broughtThere();
  return book;
}

async function dueOf({ reservationId }: Journey): Promise<CalendarDate> {
  const { due } = await library.catalog.positionOf({ reservationId });
  if (!due) throw new Error('There is no loan');
  return due.date;
}

/** After 20:00 in Tokyo no mail goes out until the morning (R19). */
async function untilEvening(): Promise<void> {
  const now = await server.now();
  const evening = Date.parse(`${dayOf(now)}T21:00:00+09:00`);
  const minutes = Math.ceil((evening - Date.parse(now)) / 60_000);
  await library.pass(`PT${minutes > 0 ? minutes : minutes + 24 * 60}M`);
}

async function detailsOf(closureId: string): Promise<string> {
  const handle = server.client.workflow.getHandle(closureWorkflowId(closureId));
  return (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
}

function endOf(closureId: string): Promise<string> {
  return server.client.workflow.getHandle(closureWorkflowId(closureId)).result();
}
