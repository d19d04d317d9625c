// What the benches of the desks and of the mails need of the patrons' data; at run time the service is a process of its own (main.ts).
export { cardsFor, cardsWithRoom } from './cards-for-desks.ts';
export { fillCards, typedForPersons } from './fill-cards.ts';
export { mailsSent, queueReminders, remindersLeft } from './queue-reminders.ts';
export { writeApplications } from './write-applications.ts';
