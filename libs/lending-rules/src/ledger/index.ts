// What folds the facts of a reservation, for the catalog alone: everybody else derives from the state that it tells.
export * from '../position/outcome-of.ts';
export * from '../position/position.ts';
export * from '../position/position-of.ts';
export * from './ledger.ts';
export * from './state-of.ts';
