// What only a process with a worker loads.

export { answerForCommands } from './answer-for-commands.ts';
export { quietRuntime } from './quiet-runtime.ts';
export { atNight, startWorker } from './start-worker.ts';
export { workerMeasures } from './worker-measures.ts';
