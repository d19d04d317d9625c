// What the bench of the desks needs of the staff's sessions; at run time staff-web is a process of its own (main.ts).
export { openSessions } from './open-sessions.ts';
