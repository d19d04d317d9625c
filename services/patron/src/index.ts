// What other workspaces' tests build the service from; at run time it is a process of its own (main.ts).
export { patronActivities } from './activities/patron-activities.ts';
export { type Database, openDatabase } from './database.ts';
export { type DemoPatron, demoPassword, demoPatrons, loadTestPatrons } from './demo/demo-patrons.ts';
export { loadPatrons } from './demo/load-patrons.ts';
export { hearFacts as patronHears } from './facts/hear-facts.ts';
export { patronRoutes } from './http/patron-routes.ts';
export { keepLibrary } from './libraries/keep-library.ts';
export type { Mail, MailAccepted, Mailer } from './mails/mailer.ts';
export { sendNotices } from './mails/send-notices.ts';
export { rowOf } from './my-library/row-of.ts';
export type { PatronDeps, PatronSettings } from './patron-deps.ts';
export { type StartReservation, startApplications } from './sweep/start-applications.ts';
export { takeWish } from './wishes/take-wish.ts';
