import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import asyncApi from '@asyncapi/specs';
import { beforeAll, expect, test } from '@jest/globals';
import { eventSchemas, topicOf, topics } from '@toshobin/contracts';
import { type AsyncApiDocument, kafkaRights, outboxRow } from '@toshobin/events';
import { defaultPolicy } from '@toshobin/lending-rules';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { asyncApiFile, asyncApiText } from './asyncapi-text.ts';
import { describeEvents } from './describe-events.ts';
import { fileOf, heardFactsFile, root, services } from './services.ts';

let document: AsyncApiDocument;
beforeAll(async () => {
  document = await describeEvents();
});

function validator(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv;
}

test('docs/asyncapi.yaml says what the code says (npm run asyncapi writes it)', () => {
  const committed = readFileSync(asyncApiFile, 'utf8');
  expect(parse(committed)).toEqual(JSON.parse(JSON.stringify(document)));
  expect(committed).toBe(asyncApiText(document));
});

test('the description is a valid AsyncAPI 3.0.0 document, and its references lead somewhere', () => {
  const valid = validator().compile(JSON.parse(JSON.stringify(asyncApi.schemasWithoutId['3.0.0'])));
  valid(document);
  expect(valid.errors).toBeNull();
  expect(valid({ ...document, channels: [] })).toBe(false);
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, pointer = ''] of references) {
    const found = pointer.split('/').reduce<unknown>((part, name) => Object(part)[name], document);
    expect({ pointer, found }).toMatchObject({ found: expect.anything() });
  }
});

test('every event is a message of its topic, sent by its owner', () => {
  for (const type of Object.keys(eventSchemas) as (keyof typeof eventSchemas)[]) {
    const topic = topicOf(type);
    expect(Object.keys(document.channels[topic]?.messages ?? {})).toContain(type);
    const senders = Object.entries(document.operations).filter(
      ([, { action, messages }]) =>
        action === 'send' && messages.some(({ $ref }) => $ref.endsWith(`/${type}`)),
    );
    expect(senders.map(([name]) => name)).toEqual([`${topic.replace('.facts', '')}.send.${topic}`]);
  }
  expect(Object.keys(document.channels).sort()).toEqual(Object.values(topics).sort());
});

test('whoever reads facts declares which, and is described as receiving them', () => {
  const readers = services.filter(({ folder }) =>
    sourcesOf(folder).some((text) => /\b(startConsumer|openOwner)\(/.test(text)),
  );
  expect(readers.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['catalog', 'patron', 'shipping', 'workflows']),
  );
  for (const service of readers) {
    expect({ [service.name]: fileOf(service, heardFactsFile) }).toEqual({
      [service.name]: expect.any(String),
    });
    const received = Object.keys(document.operations).filter((name) =>
      name.startsWith(`${service.name}.receive.`),
    );
    expect(received).not.toEqual([]);
  }
});

test('whoever reads facts takes them in the one way: what poison is, what waits and what is parked', () => {
  const own = services.flatMap(({ folder }) => sourcesOf(folder)).join('\n');
  expect(own.match(/\b(startConsumer|openOwner)\(/g)).toHaveLength(
    own.match(/\bhear\(\s*heardFacts,/g)?.length ?? 0,
  );
  expect(own).not.toMatch(/new NotNow\(|readEvent\(/);
});

test('docs/security.md says what each user may do at Kafka, and the production has no other', () => {
  const rights = kafkaRights(document).map(({ user, writes, reads, group }) => [
    ...[user, writes.join(', '), reads.join(', '), group ?? '–'],
  ]);
  const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');
  const [, section = ''] = page.split('## Who may do what at Kafka');
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  expect(
    rows.slice(2).map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(rights);
  const login = readFileSync(path.join(root, 'infra/production/kafka-login.sh'), 'utf8');
  expect([...login.matchAll(/([\w-]+)-kafka-password/g)].map(([, user]) => user).toSorted()).toEqual(
    rights.map(([user]) => user),
  );
});

test('an event as the outbox publishes it fits its description, one with a field too many does not', () => {
  const type = 'catalog.policy.changed';
  const at = new Date('2026-11-24T01:00:00Z');
  const id = '00000000-0000-4000-8000-000000000001';
  const data = { version: 1, policy: defaultPolicy };
  const row = outboxRow({ id, type, subject: 'policy', at, data });
  const event = {
    specversion: '1.0',
    id,
    source: 'catalog',
    type,
    subject: row.subject,
    time: at.toISOString(),
    datacontenttype: 'application/json',
    sequence: '1',
    data: row.data,
  };
  const ajv = validator().addSchema(document, 'asyncapi');
  const fits = ajv.compile({ $ref: `asyncapi#/components/messages/${type}/payload` });
  fits(event);
  expect(fits.errors).toBeNull();
  expect(fits({ ...event, data: { ...data, title: 'こころ' } })).toBe(false);
  expect(fits({ ...event, source: 'patron' })).toBe(false);
});

/** The sources of a workspace, without its tests and what is generated. */
function sourcesOf(folder: string): string[] {
  const source = path.join(root, folder, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/generated|testing|\.test\./.test(file))
    .map((file) => readFileSync(path.join(source, file), 'utf8'));
}
