import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@callboard/platform';

/** The way of a browser to a stack, with an address of its own, that can be made to misbehave like a network. */
export interface Gate {
  readonly url: string;
  /** From now on everything is taken and nothing answered, also on connections that are open; nobody is told. */
  stall(): void;
  /** Ends every connection, and refuses new ones. */
  shut(): void;
  /** Lets new connections through; those that were stalled are ended. */
  open(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket | null;
}

/** Opens a gate in front of the server at `url`. */
export async function openGate(url: string): Promise<Gate> {
  const { port: farPort, hostname } = new URL(url);
  const port = await freePort();
  const pairs = new Set<Pair>();
  let state: 'open' | 'stalled' | 'shut' = 'open';
  const end = (pair: Pair): void => {
    pairs.delete(pair);
    pair.near.destroy();
    pair.far?.destroy();
  };
  const accept = (near: Socket): void => {
    const far = state === 'open' ? connect(Number(farPort), hostname) : null;
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket?.on('error', () => end(pair)).on('close', () => end(pair));
    }
    if (state === 'shut') {
      end(pair);
    } else if (far) {
      near.pipe(far).pipe(near);
    }
  };
  const server = createServer(accept);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://${hostname}:${port}`,
    stall() {
      state = 'stalled';
      for (const { near, far } of pairs) {
        near.unpipe().resume();
        far?.unpipe().resume();
      }
    },
    shut() {
      state = 'shut';
      pairs.forEach(end);
    },
    open() {
      if (state === 'stalled') {
        pairs.forEach(end);
      }
      state = 'open';
    },
    close: () => closed(server, () => pairs.forEach(end)),
  };
}

function closed(server: Server, endAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    endAll();
  });
}
