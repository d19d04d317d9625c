/**
 * The three ports of the processes. Commands carry (reservation, allocation number), are safe to repeat and
 * compare-and-set: they answer the state they found. In-memory implementations are kept honest by one contract
 * suite that runs on them and on the real services.
 */
export * from './catalog.ts';
export * from './patron.ts';
export * from './shipping.ts';
