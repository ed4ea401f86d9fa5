import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningSimulator, startSimulator } from '@callboard/zadarma-sim';
import { pathKey } from './description';

type Fields = Readonly<Record<string, string>>;

/** A simulated account in which every method finds what it is asked about. */
export interface PreparedAccount {
  readonly simulator: RunningSimulator;
  /** Fields in place of the examples of a description, which name things the account does not have. */
  readonly values: Fields;
  /** Methods with more than one way of asking, or that need more than what is required: all their fields, by way. */
  readonly ways: Readonly<Record<string, readonly Fields[]>>;
  close(): Promise<void>;
}

/** An extension the simulated account has. */
const extension = '100';

/** Starts a simulated account with a call recorded in two parts, and a server that echoes what saving an address asks. */
export async function prepareAccount(): Promise<PreparedAccount> {
  const echo = await startEcho();
  const simulator = await startSimulator({ rateLimits: null, speed: 1000 });
  const { id, finished } = simulator.runScenario('recorded-in-parts', { extension, parts: 2 });
  await finished;
  const [part = '', otherPart = ''] = simulator.call(id)?.recordings ?? [];
  return {
    simulator,
    values: {
      from: extension,
      to: '+48600100200',
      sip: extension,
      pbx_number: extension,
      id: extension,
      url: echo.url,
      call_id: part,
    },
    ways: waysToAsk({ id, part, otherPart }),
    close: async () => {
      await simulator.close();
      await echo.close();
    },
  };
}

/** A description that requires both ids means either: each has an answer of its own. */
function waysToAsk(call: { id: string; part: string; otherPart: string }): PreparedAccount['ways'] {
  const byEitherId: Fields[] = [{ call_id: call.part }, { pbx_call_id: call.id }];
  return {
    [pathKey('GET', '/v1/pbx/record/request')]: byEitherId,
    // The first way deletes one part, and leaves the other to the second.
    [pathKey('DELETE', '/v1/pbx/record/request')]: byEitherId,
    [pathKey('GET', '/v1/speech_recognition')]: [
      { call_id: call.part, return: 'words' },
      { call_id: call.part, return: 'phrases' },
      { call_id: call.otherPart },
    ],
    [pathKey('POST', '/v1/pbx/callinfo/notifications')]: [{ notify_start: 'true' }, { notify_end: 'false' }],
    // What is so already is refused, so each of these changes something.
    [pathKey('POST', '/v1/pbx/webhooks/hooks')]: [{ speech_recognition: 'true' }, { sms: 'true' }],
  };
}

async function startEcho(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.end(new URL(request.url ?? '/', 'http://echo').searchParams.get('zd_echo'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
