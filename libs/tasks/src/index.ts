export * from './task-table.ts';
export * from './tasks.ts';
