import { CloudEventSchema, type EventType, eventSchemas, topicOf, topics } from '@toshobin/contracts';
import { z } from 'zod';
import { DeadLetterHeadersSchema, LetterNoteHeadersSchema, TryAgainHeadersSchema } from './dead-letter.ts';
import { FACT_CONTENT_TYPE } from './fact-message.ts';
import type { TopicDefinition } from './topic-changes.ts';

/** A process that reads facts, with the types it hears (its `facts/heard-facts.ts`). */
export interface Hearer {
  readonly service: string;
  readonly hears: readonly EventType[];
  /** The group of its consumers. */
  readonly group: string;
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
  readonly tags: readonly [{ name: string }];
  readonly bindings?: { kafka: { groupId: { type: 'string'; const: string }; bindingVersion: string } };
}

const KAFKA_BINDING = '0.5.0';
const DEAD_LETTER = 'dead-letter';
const NOTE = 'letter-note';
const TRY_AGAIN = 'try-again';
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
    topic === topics.deadLetters ? [DEAD_LETTER, NOTE] : types.filter((type) => topicOf(type) === topic);
  const channelNames = (topic: string): string[] =>
    topic === topics.deadLetters ? namesOn(topic) : [...namesOn(topic), TRY_AGAIN];
  const { deadLetters, ...facts } = topics;
  return {
    asyncapi: '3.0.0',
    info: {
      title: parts.title,
      version: parts.version,
      description:
        'The facts that services tell each other over Kafka. Nothing refuses a fact, nobody relies on order, and ' +
        'each may come more than once: its id tells. No person, title or card number is in any. A sender sends the ' +
        'fields that stand here and no others; a reader passes over those that it does not know, since a later ' +
        'release may send more.',
      license: { name: 'Apache-2.0' },
    },
    channels: Object.fromEntries(
      parts.topics.map((topic) => [
        topic.name,
        {
          address: topic.name,
          messages: Object.fromEntries(
            channelNames(topic.name).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
          ),
          bindings: { kafka: topicBinding(topic) },
        },
      ]),
    ),
    operations: Object.assign(
      {},
      ...Object.entries(facts).map(([owner, topic]) => operation('send', owner, topic, namesOn(topic))),
      ...parts.hearers.flatMap(({ service, hears, group }) => [
        ...Object.values(facts).map((topic) =>
          operation('receive', service, topic, heardOn(namesOn(topic), hears), group),
        ),
        operation('receive', service, deadLetters, [DEAD_LETTER, NOTE]),
        operation('send', service, deadLetters, [DEAD_LETTER, NOTE]),
      ]),
      operation('receive', OPERATOR, deadLetters, namesOn(deadLetters)),
      operation('send', OPERATOR, deadLetters, [NOTE]),
      ...Object.values(facts).map((topic) => operation('send', OPERATOR, topic, [TRY_AGAIN])),
    ),
    components: {
      messages: {
        ...Object.fromEntries(types.map((type) => [type, factMessage(type)])),
        [DEAD_LETTER]: deadLetterMessage(),
        [NOTE]: noteMessage(),
        [TRY_AGAIN]: tryAgainMessage(),
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
  group?: string,
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
      ...(group !== undefined && {
        bindings: { kafka: { groupId: { type: 'string', const: group }, bindingVersion: KAFKA_BINDING } },
      }),
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
            source: { const: type.slice(0, type.indexOf('.')) },
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
    title: 'An event that its reader could not understand, or has parked, as it was read',
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

function noteMessage(): Json {
  return {
    name: NOTE,
    title: 'A note about a letter: put back, handled after all, or dismissed',
    headers: jsonSchemaOf(LetterNoteHeadersSchema, 'output'),
    payload: { type: 'string', maxLength: 0 },
  };
}

function tryAgainMessage(): Json {
  return {
    name: TRY_AGAIN,
    title: 'An order to one reader to try what it has parked of the key of this message',
    headers: jsonSchemaOf(TryAgainHeadersSchema, 'output'),
    payload: { type: 'string', maxLength: 0 },
    bindings: {
      kafka: {
        key: { type: 'string', description: 'The key that is parked.' },
        bindingVersion: KAFKA_BINDING,
      },
    },
  };
}

function topicBinding({ name, partitions, keptDays }: TopicDefinition): Json {
  const retention = { 'retention.ms': keptDays * 86_400_000 };
  return {
    topic: name,
    partitions,
    topicConfiguration: { 'cleanup.policy': ['delete'], ...retention },
    bindingVersion: KAFKA_BINDING,
  };
}

/** Draft 7, which AsyncAPI's own schemas extend. `output` is what is written, `input` what is accepted. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io });
  return rest;
}

/** What a reader takes from a topic; none where it hears nothing there. */
function heardOn(names: readonly string[], hears: readonly EventType[]): string[] {
  const heard = names.filter((name) => hears.some((type) => type === name));
  return heard.length === 0 ? [] : [...heard, TRY_AGAIN];
}
