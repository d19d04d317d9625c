export { titleOf } from '../records/title-of.ts';
