export { configurationFaults, type Ports, portsFrom } from '../configuration-faults.mjs';
export { freePortBase } from './ports.ts';
export { migrationsOf, prepareDatabase } from './prepare-databases.ts';
export { root, type Service, services } from './services.ts';
export { setUpKafka } from './set-up-kafka.ts';
export { type ChildName, type Stack, type StackOptions, startStack } from './start-stack.ts';
