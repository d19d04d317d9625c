export { type Ports, portsFrom } from '../configuration-faults.mjs';
export { freePortBase } from './ports.ts';
export { type ChildName, type Stack, type StackOptions, startStack } from './start-stack.ts';
