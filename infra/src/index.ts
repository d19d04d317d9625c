export { freePortBase, type Ports, portsFrom } from './ports.ts';
export { type ChildName, type Stack, type StackOptions, startStack } from './start-stack.ts';
