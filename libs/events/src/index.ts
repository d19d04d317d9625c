export {
  chooseDismissals,
  chooseReplays,
  type Unchoosable,
} from './choose-replays.ts';
export { isOpen, LetterPositionSchema, openCounts, reasonLine, type StoredLetter } from './dead-letter.ts';
export { type DeadLetterBox, deadLetterBox, KafkaAway } from './dead-letter-box.ts';
export { type AsyncApiDocument, asyncApiOf, type Hearer } from './describe-events.ts';
export { inShort } from './fault-in-short.ts';
export { type Hears, hear, isHeard, topicsOf } from './heard-facts.ts';
export {
  Busy,
  type EventConsumer,
  type Handle,
  NotNow,
  Poison,
} from './interfaces.ts';
export { startConsumer } from './kafka-consumer.ts';
export { kafkaPublisher } from './kafka-publisher.ts';
export { lagMeasure, letterMeasure, outboxMeasures } from './measures.ts';
export { namedIn } from './named-in-letter.ts';
export { outboxRow } from './outbox.ts';
export {
  PUBLISHED_KEPT_DAYS,
  republishSince,
  startRelay,
} from './relay-outbox.ts';
export { type TopicDefinition, topicChanges } from './topic-changes.ts';
export { writeEvent, writeEventOnce, writeEvents } from './write-events.ts';
