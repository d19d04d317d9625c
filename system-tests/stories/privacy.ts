import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parcelProcess, reservationProcess, topics } from '@toshobin/contracts';
import { kafkaPublisher } from '@toshobin/events';
import { instant } from '@toshobin/lending-rules';
import { createLogger } from '@toshobin/service';
import { createTopics } from '../src/create-topics.ts';
import { eventually } from '../src/eventually.ts';
import { findAll, type Read, readFiles, readHistories } from '../src/search-everywhere.ts';
import { toldIn, unknownIn, watchedExpressions } from '../src/watched-numbers.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

const ours = [reservationProcess.workflowType, parcelProcess.workflowType];
/** In no book of the catalogue and no log. */
const planted = '植えられた書名';

/** After every other story: who the patrons are and what they read is nowhere but where it belongs. */
export function privacy(library: () => WholeLibrary): void {
  const everything = async () => {
    const folder = library().own.stateFolder;
    return {
      histories: [
        ...(await readHistories(library().temporal, ours)),
        ...readFiles(folder, (name) => name.startsWith('temporal.db')),
      ],
      // The segments of every topic as the broker keeps them; beside them are indexes of offsets and times.
      topics: readFiles(path.join(folder, 'kafka', 'data'), (name) => name.endsWith('.log')),
      logs: readFiles(path.join(folder, 'log')),
      metrics: await readMetrics(library().stack.env),
      traces: library().traces.sent.map((text, n) => ({ where: `what was sent of traces, ${n}`, text })),
    };
  };

  test('no name, title, card number or mail address is in any history, topic, log or trace', async () => {
    const needles = [
      ...library().titles,
      ...[...library().met].flatMap(({ name, cardNumber, email }) => [name, cardNumber, email]),
    ];
    const { histories, topics: onTopics, logs, metrics, traces } = await everything();
    expect(findAll(needles, [...histories, ...onTopics, ...logs, ...metrics, ...traces])).toEqual([]);

    // The search looked where the journeys are: each of the stack's processes and topics left something there.
    expect(histories.length).toBeGreaterThan(20);
    for (const name of ['catalog', 'patron', 'shipping', 'patron-web', 'staff-web', 'workflows']) {
      expect(logs.find(({ where }) => where.endsWith(`/${name}.log`))?.text).toContain(`"name":"${name}"`);
    }
    expect(new Set(library().traces.spans.map(({ process }) => process)).size).toBe(6);
    for (const topic of [topics.catalog, topics.patron, topics.shipping]) {
      expect(written(onTopics, topic)).toContain(`"source":"${topic.split('.')[0]}"`);
    }
  });

  test('each number and label of an alert or a dashboard is told by some process, and can be read', async () => {
    const looked = watchedExpressions();
    expect(looked.length).toBeGreaterThan(40);
    await eventually('numbers of all processes', async () => {
      const text = (await readMetrics(library().stack.env)).map((read) => read.text).join('\n');
      const told = toldIn(text);
      expect(looked.flatMap(({ expression, words }) => unknownIn(expression, words, told))).toEqual([]);
      expect(text.split('\n').filter((line) => /^measure_failed.* 1$/.test(line))).toEqual([]);
      return true;
    });
  });

  test('the search finds what is planted in a history, a topic, a log or a span', async () => {
    const { stack, temporal, own } = library();
    const start = { taskQueue: 'nobody', workflowId: 'planted-1' };
    const hidden = Buffer.from(planted).toString('base64');
    const handles = await Promise.all([
      temporal.client.workflow.start('nobodyRunsIt', { ...start, args: [{ title: planted }] }),
      temporal.client.workflow.start('nobodyRunsIt', { ...start, workflowId: 'planted-2', args: [hidden] }),
      temporal.client.workflow.start('nobodyRunsIt', {
        ...start,
        workflowId: 'planted-3',
        args: [],
        memo: { [planted]: true },
      }),
      temporal.client.workflow.start('nobodyRunsIt', {
        ...start,
        workflowId: 'planted-4',
        args: [],
        staticSummary: planted,
      }),
    ]);
    const kafka = { brokers: [`127.0.0.1:${stack.ports.kafka}`] };
    await createTopics(kafka, ['planted.facts']);
    const publisher = kafkaPublisher(kafka, createLogger('planting', 'silent'), 'planted');
    await publisher.publish([
      {
        topic: 'planted.facts',
        key: 'planted',
        event: {
          specversion: '1.0',
          id: '00000000-0000-4000-8000-000000000001',
          source: 'planting',
          type: 'planted',
          subject: 'planted',
          time: instant('2026-11-24T01:00:00Z'),
          datacontenttype: 'application/json',
          sequence: '1',
          data: { title: planted },
        },
      },
    ]);
    await publisher.stop();
    appendFileSync(path.join(own.stateFolder, 'log', 'planted.log'), `{"msg":"${planted}"}\n`);

    const span = {
      traceId: '1',
      spanId: '2',
      name: 'planted',
      attributes: [{ key: 'title', value: { stringValue: planted } }],
    };
    const body = JSON.stringify({
      resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }],
    });
    await fetch(library().traces.url, { method: 'POST', body });

    const { histories, topics: onTopics, logs, traces } = await everything();
    const found = (reads: readonly Read[]) => findAll([planted], reads).map(({ where }) => where);
    expect(found(histories)).toEqual(
      expect.arrayContaining([1, 2, 3, 4].map((n) => `history of planted-${n}`)),
    );
    expect(found(onTopics)).toEqual([expect.stringContaining('/planted.facts-')]);
    expect(found(logs)).toEqual([expect.stringContaining('/planted.log')]);
    expect(found(traces)).toHaveLength(1);
    await Promise.all(handles.map((handle) => handle.terminate()));
  });
}

function written(files: readonly Read[], topic: string): string {
  return files
    .filter(({ where }) => path.basename(path.dirname(where)).startsWith(`${topic}-`))
    .map(({ text }) => text)
    .join('');
}

/** What each process tells whoever watches. */
async function readMetrics(env: Readonly<Record<string, string>>): Promise<Read[]> {
  const headers = { authorization: `Bearer ${env.METRICS_TOKEN}` };
  const services = ['CATALOG', 'PATRON', 'SHIPPING', 'WORKFLOWS', 'PATRON_WEB', 'STAFF_WEB'];
  return Promise.all(
    services.map(async (name) => {
      const answer = await fetch(`${env[`${name}_URL`]}/metrics`, { headers });
      expect({ name, status: answer.status }).toEqual({ name, status: 200 });
      return { where: `${name} /metrics`, text: await answer.text() };
    }),
  );
}
