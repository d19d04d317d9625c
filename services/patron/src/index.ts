// For tests of the whole and operators' commands; at run time it is a process of its own (main.ts).
export { openDatabase as openPatronDatabase } from './database.ts';
export { type DemoPatron, demoPassword } from './demo/demo-patrons.ts';
export { loadPatrons } from './demo/load-patrons.ts';
export { rowOf } from './my-library/row-of.ts';
export { type StartReservation, startApplications } from './sweep/start-applications.ts';
export { allWaitedFor } from './titles/waited-for.ts';
export { takeWish } from './wishes/take-wish.ts';
