import { availableParallelism } from 'node:os';

export default {
  testEnvironment: `${import.meta.dirname}/jest.environment.js`,
  // What is named `.long.test.ts` is for `npm run test:long`.
  testMatch: ['**/!(*.long).test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/.local/'],
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  // Jest leaves one core free; but the suites on a stack wait for it more than they compute, and so do tests on an engine.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  // Not from the root of the run: the mutation of numbers has one of its own.
  testSequencer: `${import.meta.dirname}/jest.sequencer.js`,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 180_000,
  // What is published as ES modules alone.
  transformIgnorePatterns: [
    '/node_modules/(?!preact/|@prisma/schema-engine-wasm/|@prisma/client/runtime/query_compiler)',
  ],
  transform: {
    // What stands in these is carried out in the browser.
    '/testing/in-browser/.+\\.ts$': toCommonJs({ ignoreDynamic: true }),
    '\\.(?:tsx?|m?js)$': toCommonJs({}),
  },
};

/**
 * Jest's tests run as CommonJS: of ES modules Node keeps each file's whole context for ever (nodejs/node#59118), so that
 * a worker spends a third of its time looking through what is over.
 */
function toCommonJs(more) {
  return [
    '@swc/jest',
    {
      module: { type: 'commonjs', ...more },
      sourceMaps: 'inline',
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
    },
  ];
}
