// What the bench of the desks needs of the staff's accounts; at run time staff-web is a process of its own (main.ts).
export { addAccounts } from './add-accounts.ts';
