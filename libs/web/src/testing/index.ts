export { Device } from './device.ts';
export { formOn } from './drawn-form.ts';
export { type Fake, fakeService } from './fake-service.ts';
export { memorySessionStore } from './memory-session-store.ts';
export { type Got, Visitor } from './visitor.ts';
