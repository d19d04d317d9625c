import { availableParallelism } from 'node:os';

export default {
  testEnvironment: `${import.meta.dirname}/jest.environment.js`,
  // What is named `.long.test.ts` is for `npm run test:long`.
  testMatch: ['**/!(*.long).test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/.local/'],
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Jest leaves one core free; but the suites on a stack wait for it more than they compute, and so do tests on an engine.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  // Not from the root of the run: the mutation of numbers has one of its own.
  testSequencer: `${import.meta.dirname}/jest.sequencer.js`,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
      },
    ],
  },
};
