// What the benches of desks and mails need of the patrons' data; at run time the service is its own process (main.ts).
export { cardsFor, cardsWithRoom } from './cards-for-desks.ts';
export { fillCards, typedForPersons } from './fill-cards.ts';
export { mailsSent, queueReminders, remindersLeft } from './queue-reminders.ts';
export { writeApplications } from './write-applications.ts';
