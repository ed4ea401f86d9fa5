export { anyCall, type ExpectedCall, type GeneratedCall } from './testing/any-call';
export { type EventFactory, eventFactory } from './testing/event-factory';
