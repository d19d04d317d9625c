import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import {
  type CloudEvent,
  makeBarcode,
  ReservationIdSchema,
  reservationProcess,
  reservationWorkflowId,
  searchAttributes,
  taskQueues,
} from '@toshobin/contracts';
import { deadLetterBox, KafkaAway, kafkaPublisher, NotNow, Poison, startConsumer } from '@toshobin/events';
import type { Stack } from '@toshobin/infra';
import { instant } from '@toshobin/lending-rules';
import { type StartReservation, startApplications, takeWish } from '@toshobin/patron';
import { openPatronService } from '@toshobin/patron/testing';
import { createLogger, type KafkaAt, serviceClient, startService } from '@toshobin/service';
import { tokenOf } from '@toshobin/service/testing';
import {
  connectTemporal,
  NOT_YET,
  signalWithStart,
  signalWorkflow,
  updateWithStart,
} from '@toshobin/temporal';
import { askProcesses, WAITED_FOR_MS } from '@toshobin/web';
import { processRoutes } from '../../workflows/src/http/process-routes.ts';
import { createTopics } from '../src/create-topics.ts';

const TOPIC = 'plumbing.facts';
const log = createLogger('plumbing', 'silent');

function scan(number: number) {
  const key = `copy-${number % 5}`;
  const event: CloudEvent = {
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    source: 'catalog',
    type: 'catalog.copy.scanned',
    subject: key,
    time: instant('2026-11-24T01:00:00Z'),
    datacontenttype: 'application/json',
    sequence: String(number),
    data: {},
  };
  return { topic: TOPIC, key, event };
}

const scans = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => scan(from + at));

/** A place for log lines that can be read. */
function keptLines() {
  const lines: string[] = [];
  return { write: (line: string) => void lines.push(line), text: () => lines.join('') };
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What carries facts and wishes, while the broker and Temporal are killed and hang. */
export function plumbing(open: () => Stack): void {
  let stack: Stack;
  let kafka: KafkaAt;
  beforeAll(async () => {
    stack = open();
    kafka = { brokers: [`127.0.0.1:${stack.ports.kafka}`] };
    await createTopics(kafka, [TOPIC]);
  });

  test('the broker is killed in the middle of a day of scans: none is lost, and each copy keeps its order', async () => {
    const heard: number[] = [];
    const letters: string[] = [];
    const exits: string[] = [];
    let away = false;
    const publisher = kafkaPublisher(kafka, log, 'plumbing');
    const consumer = startConsumer({
      kafka,
      group: 'plumbing',
      topics: [TOPIC],
      log,
      exit: (reason) => exits.push(reason),
      onLetter: (letter) => letters.push(letter.reason),
      handle: async (event) => {
        if (away) throw new NotNow('Temporal is away');
        if (event.sequence === '13') throw new Poison('a scan of no kind we know');
        heard.push(Number(event.sequence));
      },
    });
    await consumer.ready();
    await publisher.publish(scans(0, 100));
    await until(() => heard.length >= 99);
    away = true;
    await publisher.publish(scans(100, 200));
    const box = deadLetterBox(kafka, log);
    const faults: unknown[] = [];
    let isAsking = true;
    // An operator looks at the letters all the while, and is told that Kafka is away at the most.
    const looks = (async () => {
      while (isAsking) await box.list().catch((fault: unknown) => faults.push(fault));
    })();
    await stack.kill('kafka');
    const sent = publisher.publish(scans(200, 300));
    away = false;
    await sent;
    await until(() => new Set(heard).size >= 299);
    isAsking = false;
    await looks;
    await box.close();
    expect(faults.filter((fault) => !(fault instanceof KafkaAway))).toEqual([]);
    expect(letters).toEqual(['a scan of no kind we know']);
    for (const copy of [0, 1, 2, 3, 4]) {
      // A repetition is allowed, a step back to something new is not.
      const first = [...new Set(heard.filter((number) => number % 5 === copy))];
      expect(first).toEqual(first.toSorted((a, b) => a - b));
    }
    expect(exits).toEqual([]);
    await consumer.stop();
    await publisher.stop();
  }, 120_000);

  test('a process that starts while the broker hangs reads and publishes as soon as it is back', async () => {
    const heard = new Set<string>();
    const exits: string[] = [];
    const lines = keptLines();
    const start = (group: string) =>
      startConsumer({
        kafka,
        group,
        topics: [TOPIC],
        log: createLogger(group, 'info', lines),
        exit: (reason) => exits.push(reason),
        handle: async (event) => void heard.add(event.id),
      });
    stack.pause('kafka');
    const publisher = kafkaPublisher(kafka, createLogger('publisher', 'info', lines), 'plumbing');
    const sent = publisher.publish(scans(300, 301));
    const consumer = start('late');
    const impatient = start('impatient');
    await until(() => lines.text().includes('late reads no events'));
    await expect(consumer.check()).rejects.toThrow('late is not reading');
    // Stopping does not wait for a broker that does not answer.
    const began = performance.now();
    await impatient.stop();
    expect(performance.now() - began).toBeLessThan(1_500);
    // Longer than a request is waited for: whatever was half connected has failed by then.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    stack.resume('kafka');
    await consumer.ready();
    await sent;
    await until(() => heard.has(scan(300).event.id));
    await consumer.check();
    expect(exits).toEqual([]);
    expect(lines.text().match(/late reads no events/g)).toHaveLength(1);
    expect(lines.text().match(/late reads events again/g)).toHaveLength(1);
    await consumer.stop();
    await publisher.stop();
  }, 90_000);

  test('the last ones to stop do not wait for a broker that went away under them', async () => {
    const publisher = kafkaPublisher(kafka, log, 'plumbing');
    const consumer = startConsumer({
      kafka,
      group: 'leaving',
      topics: [TOPIC],
      log,
      handle: async () => undefined,
    });
    await consumer.ready();
    await publisher.publish(scans(301, 302));
    stack.pause('kafka');
    const sent = publisher.publish(scans(302, 303));
    const began = performance.now();
    await consumer.stop();
    await publisher.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    stack.resume('kafka');
    await sent.catch(() => undefined);
  }, 60_000);

  test('one that is leaving does not wait for a broker that goes away only then', async () => {
    const consumer = startConsumer({
      kafka,
      group: 'leaving late',
      topics: [TOPIC],
      log,
      handle: async () => undefined,
    });
    await consumer.ready();
    // By now it has heard everything, and its fetches wait for more: that long is goodbye under way.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const began = performance.now();
    const left = consumer.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    stack.pause('kafka');
    await left;
    expect(performance.now() - began).toBeLessThan(3_000);
    stack.resume('kafka');
  }, 60_000);

  test('a fact is told a workflow that runs, also after the Temporal server was killed, and starts one where none does', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const workflowId = 'plumbing-1';
    const fact = () => signalWorkflow(link.client, { workflowId, signalName: 'fact', input: {} });
    const start = () =>
      signalWithStart(link.client, {
        workflowId,
        workflowType: 'nobodyRunsIt',
        taskQueue: 'nobody',
        startInput: {},
        signalName: 'fact',
        input: {},
        staticSummary: 'nobody runs it',
      });
    const handle = link.client.workflow.getHandle(workflowId);
    const runs = async () => (await handle.describe()).runId;
    expect(await fact()).toBe('unknown');
    await start();
    const first = await runs();
    await start();
    expect(await fact()).toBe('delivered');
    await stack.kill('temporal');
    await stack.ready('temporal');
    await until(() => stack.pid('temporal') !== undefined);
    while (!(await link.isUp())) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await fact()).toBe('delivered');
    const { events } = await handle.fetchHistory();
    expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(4);
    expect(await runs()).toBe(first);
    await handle.terminate();
    expect(await fact()).toBe('closed');
    await start();
    expect(await runs()).not.toBe(first);
    await handle.terminate();
    await link.close();
  }, 60_000);

  test('without a worker an admission answers "not yet" in its time', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const answer = await updateWithStart(link.client, {
      workflowType: 'nobodyRunsIt',
      workflowId: 'plumbing-2',
      taskQueue: 'nobody',
      input: {},
      updateName: 'admission',
      updateId: 'plumbing-2',
      timeoutMs: 800,
    });
    expect(answer).toBe(NOT_YET);
    await link.close();
  });

  test('a process that was terminated stops the sweep for nobody, and gets another run', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const { client } = link;
    await client.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: { [searchAttributes.status.name]: 2, [searchAttributes.pickupLibrary.name]: 2 },
    });
    const service = await openPatronService();
    const apply = async (serial: number) => {
      const reservationId = randomUUID();
      const patronId = await service.patronId(makeBarcode('card', serial));
      await service.db.application.create({
        data: {
          reservationId,
          patronId,
          recordId: BigInt(serial),
          title: '草枕',
          pickupLibrary: 'uto',
          channel: 'web',
          appliedAt: service.passMinutes(1),
        },
      });
      return reservationId;
    };
    const isOpen = async (reservationId: string) =>
      (await client.workflow.getHandle(reservationWorkflowId(reservationId)).describe()).status.name;
    try {
      const terminated = await apply(101);
      // It was started, and ended by hand before any worker took its admission.
      const handle = await client.workflow.start(reservationProcess.workflowType, {
        taskQueue: taskQueues.processes,
        workflowId: reservationWorkflowId(terminated),
        args: [],
      });
      await handle.terminate('by hand');
      const later = [await apply(102), await apply(103), await apply(104)];
      service.passMinutes(1);
      const start: StartReservation = (one) => updateWithStart(client, { ...one, timeoutMs: 800 });
      expect(await startApplications(service.deps, start)).toBe(4);
      for (const reservationId of [...later, terminated]) expect(await isOpen(reservationId)).toBe('RUNNING');
    } finally {
      await service.close();
      await link.close();
    }
  }, 60_000);

  test('one wish too many costs no event of the history, and cancelling goes on, from either web', async () => {
    const link = connectTemporal({ address: `127.0.0.1:${stack.ports.temporal}`, namespace: 'default' });
    const service = await openPatronService();
    const processes = await startService({
      name: 'workflows',
      config: { HOST: '127.0.0.1', PORT: 0 },
      log,
      signals: false,
      routes: processRoutes(link, {
        'patron-web': [tokenOf['patron-web']],
        'staff-web': [tokenOf['staff-web']],
        patron: [tokenOf.patron],
      }),
    });
    try {
      const reservationId = ReservationIdSchema.parse(randomUUID());
      await service.db.application.create({
        data: {
          reservationId,
          patronId: await service.patronId(makeBarcode('card', 105)),
          recordId: 1n,
          title: '三四郎',
          pickupLibrary: 'uto',
          channel: 'web',
          appliedAt: service.deps.now(),
        },
      });
      const handle = await link.client.workflow.start(reservationProcess.workflowType, {
        taskQueue: taskQueues.processes,
        workflowId: reservationWorkflowId(reservationId),
        args: [],
      });
      // Nine of the patron's, one of the desk's on the telephone.
      for (let n = 0; n < 10; n += 1) await takeWish(service.deps, { reservationId, wishId: `wish ${n}` });
      const client = serviceClient(processes.url, tokenOf['patron-web'], { timeoutMs: WAITED_FOR_MS });
      const process = askProcesses(client, (wish) => takeWish(service.deps, wish));
      const wished = () => ({
        params: { reservationId },
        body: { wishId: randomUUID(), at: service.deps.now() },
      });
      const events = async () => (await handle.fetchHistory()).events?.length;
      const before = await events();
      const refused = { ok: false, refusal: { code: 'TOO_MANY_WISHES', values: { minutes: 60 } } };
      for (let n = 0; n < 50; n += 1) {
        expect(await process.resume(wished())).toEqual(refused);
      }
      expect(await events()).toBe(before);
      // Nobody runs this process, so there is no answer in time; but it was asked.
      expect(await process.cancel(wished())).toMatchObject({ refusal: { code: 'TRY_AGAIN' } });
      await handle.terminate();
    } finally {
      await processes.stop();
      await service.close();
      await link.close();
    }
  }, 60_000);
}
