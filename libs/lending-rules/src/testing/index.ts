export * from './fact-in-test.ts';
export * from './ledger-in-test.ts';
export * from './of-the-next-release.ts';
