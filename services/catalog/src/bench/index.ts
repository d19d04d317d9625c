// What the bench of the desks needs of the catalog's data; at run time the catalog is a process of its own (main.ts).

export { type CopiesForDesks, copiesForDesks } from './copies-for-desks.ts';
export { fillCopies } from './fill-copies.ts';
export { loadTitles } from './load-titles.ts';
export { type DeskJourney, makeJourneys } from './make-journeys.ts';
export { makeWaiting } from './make-waiting.ts';
