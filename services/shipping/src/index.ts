// For tests of the whole and operators' commands; the other services know this one by its contracts only.
export { openDatabase as openShippingDatabase } from './database.ts';
export { tellCalendarsAnew } from './libraries/publish-changes.ts';
export { copyFactId } from './parcels/write-copy-fact.ts';
