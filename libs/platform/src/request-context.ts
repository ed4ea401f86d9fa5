import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids that every log line inside one unit of work carries. */
export interface RequestContext {
  readonly requestId?: string;
  readonly jobId?: string;
  readonly jobName?: string;
  readonly pbxCallId?: string;
  /** What the PBX calls its notification. */
  readonly event?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` with the ids added to those of the surrounding unit of work. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** The ids of the current unit of work; empty outside of one. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? {};
}
