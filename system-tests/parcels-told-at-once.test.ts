import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type KnownEvent, parcelWorkflowId, readEvent, taskQueues } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { dispatchParcel } from '../services/shipping/src/parcels/dispatch-parcel.ts';
import { noteCopyScanned } from '../services/shipping/src/parcels/note-copy-scanned.ts';
import { openParcel } from '../services/shipping/src/parcels/open-parcel.ts';
import { packCopy } from '../services/shipping/src/parcels/pack-copy.ts';
import { receiveParcel } from '../services/shipping/src/parcels/receive-parcel.ts';
import { takeBackDispatch } from '../services/shipping/src/parcels/take-back-dispatch.ts';
import {
  allowed,
  openTestShipping,
  pickedCopy,
  scannedElsewhere,
  sent,
  sentBack,
  type TestShipping,
} from '../services/shipping/src/testing/open-test-shipping.ts';
import { deliverEvent } from '../workflows/src/facts/deliver-event.ts';
import { processesOf } from '../workflows/src/facts/processes.ts';
import { processesOver } from '../workflows/src/testing/processes-over.ts';
import {
  startTimeSkippingServer,
  type TimeSkippingServer,
} from '../workflows/src/testing/time-skipping-server.ts';
import { eventually } from './src/eventually.ts';

// The processes of parcels over the real shipping service, whose facts are told to them in one moment.

let here: TestShipping;
let server: TimeSkippingServer;
let processes: { stop(): Promise<void> };
let tell: (event: KnownEvent) => Promise<void>;
/** Of the next question where a parcel is, the answer waits until it is let go. */
let held: { asked: boolean; letGo: Promise<void> } | undefined;
let told = 0n;

beforeAll(async () => {
  [here, server] = await Promise.all([openTestShipping(), startTimeSkippingServer()]);
  const shipping = {
    ...here.activities,
    async parcelState(query: { parcelNumber: string }) {
      const answer = await here.activities.parcelState(query);
      const hold = held?.asked === false ? held : undefined;
      if (hold) {
        hold.asked = true;
        await hold.letGo;
      }
      return answer;
    },
  };
  processes = await processesOver(server, [{ taskQueue: taskQueues.shipping, activities: shipping }]);
  tell = deliverEvent(processesOf(server.client), createLogger('bridge', 'silent'));
}, 120_000);
beforeEach(async () => {
  held = undefined;
  here.itIs(`${dayOf(await server.now())} 10:00`);
});
afterAll(async () => {
  await processes?.stop();
  await server?.stop();
  await here?.stop();
});

/** What the service has told since it was last asked. */
async function facts(): Promise<KnownEvent[]> {
  const where = { sequence: { gt: told } };
  const rows = await here.shipping.db.outbox.findMany({ where, orderBy: { sequence: 'asc' } });
  told = rows.at(-1)?.sequence ?? told;
  return rows.flatMap(({ id, sequence, type, subject, data }) => {
    const envelope = { specversion: '1.0', source: 'test', datacontenttype: 'application/json' };
    const time = here.shipping.now();
    return readEvent({ ...envelope, id, sequence: String(sequence), type, subject, time, data }) ?? [];
  });
}
/** The bridge tells all of it, one after another and again where it has to, as it does of one subject. */
async function tellAll(): Promise<void> {
  for (const fact of await facts()) await eventually(`${fact.type} told`, () => tell(fact).then(() => true));
}
const processOf = (parcelNumber: string) => server.client.workflow.getHandle(parcelWorkflowId(parcelNumber));
/** How many commands of a parcel's process have been answered. */
async function answered(parcelNumber: string): Promise<number> {
  const { events } = await processOf(parcelNumber).fetchHistory();
  return events?.filter((event) => event.activityTaskCompletedEventAttributes).length ?? 0;
}

test('one scan tells of two parcels in which its copy was in the mail: the process of each ends', async () => {
  const [copy, other] = [pickedCopy(), pickedCopy()];
  const opened = await openParcel(here.shipping, {
    ...here.scan('uto'),
    ...{ direction: 'return', library: 'uto' },
  });
  const { parcelNumber } = allowed(opened);
  // Packed there without a line, and told only once the copy has gone another way.
  const withoutLine = { ...here.scan('uto'), occurredAt: here.passes('PT1H') };
  here.passes('PT1H');
  const former = await sentBack(here, copy, other);
  const home = scannedElsewhere(copy, 'home', here.passes('PT1H'));
  here.passes('PT1H');
  await sentBack(here, copy);
  const { barcode, holdNumber: _, allocatedAt: __, ...packed } = copy;
  allowed(await packCopy(here.shipping, { ...withoutLine, parcelNumber, barcode, copy: packed }));
  allowed(await dispatchParcel(here.shipping, { ...here.scan('uto'), parcelNumber, mode: 'yuMail' }));
  await tellAll();

  await noteCopyScanned(here.shipping, { fact: home });
  const arrivals = await facts();
  expect(arrivals.map(({ type }) => type)).toEqual(['shipping.parcel.arrived', 'shipping.parcel.arrived']);
  await Promise.all(arrivals.map(tell));
  for (const number of [former, parcelNumber]) expect(await processOf(number).result()).toBe('arrived');
});

test('an answer that comes late, behind that to the next question, does not have a parcel forgotten that left anew', async () => {
  const copy = pickedCopy();
  const parcelNumber = await sent(here, 'uto', copy);
  await tellAll();
  await eventually('the first look', async () => (await answered(parcelNumber)) === 1);
  const { runId } = await processOf(parcelNumber).describe();

  let letGo = () => {};
  held = { asked: false, letGo: new Promise((go) => (letGo = go)) };
  here.passes('PT1H');
  allowed(await takeBackDispatch(here.shipping, { ...here.scan(), parcelNumber }));
  await tellAll();
  await eventually('the question whose answer is held', () => held?.asked);
  here.passes('PT1H');
  allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
  await tellAll();
  await eventually('the answer to the next', async () => (await answered(parcelNumber)) === 2);
  letGo();
  // Forgotten, it would have ended as one that has not left after all.
  await eventually(
    'its process by the new days',
    async () => (await processOf(parcelNumber).describe()).runId !== runId,
  );
  here.passes('PT1H');
  allowed(await receiveParcel(here.shipping, { ...here.scan('uto'), parcelNumber }));
  await tellAll();
  expect(await processOf(parcelNumber).result()).toBe('arrived');
});
