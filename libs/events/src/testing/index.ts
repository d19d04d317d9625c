export { inMemoryBus } from './in-memory-bus.ts';
export { outboxTableSql } from './outbox-table.ts';
