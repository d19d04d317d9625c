export { fileOfTable } from './copied.ts';
export { copyIn, firstTableWithRows } from './copy-in.ts';
export { appliedMigrations, copyOut, holdSnapshot } from './copy-out.ts';
