import { CloudEventSchema, type EventType, eventSchemas, topicOf, topics } from '@toshobin/contracts';
import { z } from 'zod';
import { DeadLetterHeadersSchema, ReplayHeadersSchema } from './dead-letter.ts';
import type { TopicDefinition } from './ensure-topics.ts';
import { FACT_CONTENT_TYPE } from './fact-message.ts';

/** A process that reads facts, with the types it hears (its `facts/heard-facts.ts`). */
export interface Hearer {
  readonly service: string;
  readonly hears: readonly EventType[];
}

type Json = Record<string, unknown>;
interface Reference {
  readonly $ref: string;
}

/** An AsyncAPI 3.0 document, as far as ours go. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: Json;
  readonly channels: Record<string, { address: string; messages: Record<string, Reference>; bindings: Json }>;
  readonly operations: Record<string, Operation>;
  readonly components: { messages: Record<string, Json>; schemas: Record<string, Json> };
}
interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly tags: readonly { name: string }[];
}

const KAFKA_BINDING = '0.5.0';
const DEAD_LETTER = 'dead-letter';
const REPLAYED = 'replayed';
const OPERATOR = 'operator';

/**
 * The AsyncAPI 3.0 document of everything on Kafka, made from the schemas that validate it: every topic, every event
 * with its envelope, who sends it (its type's first word) and who receives it (the consumers' own lists).
 */
export function asyncApiOf(parts: {
  title: string;
  version: string;
  hearers: readonly Hearer[];
  topics: readonly TopicDefinition[];
}): AsyncApiDocument {
  const types = Object.keys(eventSchemas).filter(isEventType);
  const namesOn = (topic: string): string[] =>
    topic === topics.deadLetters ? [DEAD_LETTER, REPLAYED] : types.filter((type) => topicOf(type) === topic);
  const { deadLetters, ...facts } = topics;
  return {
    asyncapi: '3.0.0',
    info: {
      title: parts.title,
      version: parts.version,
      description:
        'The facts that services tell each other over Kafka. Nothing refuses a fact, nobody relies on order, and ' +
        'each may come more than once: its id tells. No person, title or card number is in any.',
      license: { name: 'Apache-2.0' },
    },
    channels: Object.fromEntries(
      parts.topics.map((topic) => [
        topic.name,
        {
          address: topic.name,
          messages: Object.fromEntries(namesOn(topic.name).map((name) => [name, messageAt(name)])),
          bindings: { kafka: topicBinding(topic) },
        },
      ]),
    ),
    operations: Object.assign(
      {},
      ...Object.entries(facts).map(([owner, topic]) => operation('send', owner, topic, namesOn(topic))),
      ...parts.hearers.flatMap(({ service, hears }) => [
        ...Object.values(facts).map((topic) =>
          operation('receive', service, topic, namesOn(topic).filter(isIn(hears))),
        ),
        operation('send', service, deadLetters, [DEAD_LETTER]),
      ]),
      operation('receive', OPERATOR, deadLetters, namesOn(deadLetters)),
      operation('send', OPERATOR, deadLetters, [REPLAYED]),
    ),
    components: {
      messages: {
        ...Object.fromEntries(types.map((type) => [type, factMessage(type)])),
        [DEAD_LETTER]: deadLetterMessage(),
        [REPLAYED]: replayedMessage(),
      },
      schemas: {
        CloudEvent: jsonSchemaOf(CloudEventSchema, 'input'),
        ...Object.fromEntries(types.map((type) => [type, jsonSchemaOf(eventSchemas[type], 'output')])),
      },
    },
  };
}

function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventSchemas, name);
}

/** What one service does on one topic, by the operation's name; nothing where it is about no message. */
function operation(
  action: Operation['action'],
  service: string,
  topic: string,
  names: readonly string[],
): Record<string, Operation> {
  if (names.length === 0) return {};
  const channel = `#/channels/${topic}`;
  const messages = names.map((name) => ({ $ref: `${channel}/messages/${name}` }));
  return {
    [`${service}.${action}.${topic}`]: {
      action,
      channel: { $ref: channel },
      messages,
      tags: [{ name: service }],
    },
  };
}

function factMessage(type: EventType): Json {
  return {
    name: type,
    contentType: FACT_CONTENT_TYPE,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/CloudEvent' },
        {
          type: 'object',
          properties: {
            type: { const: type },
            source: { const: ownerOf(type) },
            data: { $ref: `#/components/schemas/${type}` },
          },
        },
      ],
    },
    bindings: {
      kafka: {
        key: {
          type: 'string',
          description:
            "The event's subject, or what it belongs to: one thing's events stay in one partition.",
        },
        bindingVersion: KAFKA_BINDING,
      },
    },
  };
}

function deadLetterMessage(): Json {
  return {
    name: DEAD_LETTER,
    title: 'An event that its reader could not understand, as it was read',
    contentType: 'application/octet-stream',
    headers: jsonSchemaOf(DeadLetterHeadersSchema, 'output'),
    payload: { type: 'string' },
    bindings: {
      kafka: {
        key: { type: 'string', description: 'The key the event had.' },
        bindingVersion: KAFKA_BINDING,
      },
    },
  };
}

function replayedMessage(): Json {
  return {
    name: REPLAYED,
    title: 'A note that a dead letter was put back onto its topic',
    headers: jsonSchemaOf(ReplayHeadersSchema, 'output'),
    payload: { type: 'string', maxLength: 0 },
  };
}

function ownerOf(type: EventType): string {
  return type.slice(0, type.indexOf('.'));
}

function topicBinding({ name, partitions, keptDays }: TopicDefinition): Json {
  const retention = keptDays === undefined ? {} : { 'retention.ms': keptDays * 86_400_000 };
  return {
    topic: name,
    ...(partitions === undefined ? {} : { partitions }),
    topicConfiguration: { 'cleanup.policy': ['delete'], ...retention },
    bindingVersion: KAFKA_BINDING,
  };
}

function messageAt(name: string): Reference {
  return { $ref: `#/components/messages/${name}` };
}

/** Draft 7, which AsyncAPI's own schemas extend. `output` is what is written, `input` what is accepted. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io });
  return rest;
}

function isIn(hears: readonly EventType[]): (name: string) => boolean {
  return (name) => hears.some((type) => type === name);
}
