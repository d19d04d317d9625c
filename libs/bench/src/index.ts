export { type Figure, figure, tableOf } from './figure.ts';
export { machine, sayWithSeconds, wholeNumber } from './machine.ts';
export { percentile } from './percentile.ts';
export { Seeded } from './seeded.ts';
export { uuidOf } from './uuid-of.ts';
