export {
  chooseDismissals,
  chooseReplays,
  type Dismissal,
  type Replay,
  type Unchoosable,
} from './choose-replays.ts';
export { isOpen, LetterPositionSchema, openCounts, reasonLine, type StoredLetter } from './dead-letter.ts';
export { type DeadLetterBox, deadLetterBox, KafkaAway } from './dead-letter-box.ts';
export { type AsyncApiDocument, asyncApiOf, type Hearer } from './describe-events.ts';
export { inShort } from './fault-in-short.ts';
export { type EventOf, type Hears, hear, isHeard, topicsOf } from './heard-facts.ts';
export { type InMemoryBus, inMemoryBus } from './in-memory-bus.ts';
export {
  Busy,
  type ConsumeOptions,
  type DeadLetter,
  type EventConsumer,
  type EventPlace,
  type Handle,
  type KafkaConsumeOptions,
  NotNow,
  type OutgoingEvent,
  Poison,
  type Publisher,
} from './interfaces.ts';
export { startConsumer } from './kafka-consumer.ts';
export { kafkaPublisher } from './kafka-publisher.ts';
export { lagMeasure, letterMeasure, outboxMeasures } from './measures.ts';
export { type NamedInLetter, namedIn } from './named-in-letter.ts';
export { type OutboxEntry, type OutboxRow, outboxRow, outboxTableSql } from './outbox.ts';
export {
  type OutboxRelay,
  PUBLISHED_KEPT_DAYS,
  type RelayOptions,
  republishSince,
  startRelay,
} from './relay-outbox.ts';
export { type TopicDefinition, topicChanges } from './topic-changes.ts';
export { type OutboxTransaction, writeEvent, writeEventOnce, writeEvents } from './write-events.ts';
