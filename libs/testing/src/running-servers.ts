/** The servers of this test run, kept between Jest's global set-up and tear-down. */
export interface RunningServers {
  stop(): Promise<void>;
}

// Set-up and tear-down are separate module graphs of one process; only globalThis is common to both.
const scope = globalThis as typeof globalThis & { callboardServers?: RunningServers };

export const servers = {
  get current(): RunningServers | undefined {
    return scope.callboardServers;
  },
  set current(value: RunningServers | undefined) {
    scope.callboardServers = value;
  },
};
