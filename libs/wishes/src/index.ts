// What the web fronts ask of a reservation's process: its admission, and one function for each wish.
export { askTemporal, type TakeWish } from './ask-temporal.ts';
export type { ReservationProcess, Wish } from './reservation-process.ts';
