import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Principal } from '@callboard/auth';
import { LiveStream } from './live-stream';

const principal: Principal = {
  kind: 'employee',
  id: '0198a5a0-0000-7000-8000-000000000001',
  name: 'Anna',
  role: 'agent',
};
const large = `${'x'.repeat(64 * 1024)}\n`;

describe('LiveStream', () => {
  let server: Server;

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** A stream with a real connection behind it, and its reader, which reads nothing until it is told to. */
  async function open(): Promise<{ stream: LiveStream; reader: IncomingMessage }> {
    const response = new Promise<ServerResponse>((resolve) => {
      server = createServer((_request, answer) => resolve(answer.writeHead(200)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reader = new Promise<IncomingMessage>((resolve) => {
      get({ port, host: '127.0.0.1', agent: false }, resolve);
    });
    const stream = new LiveStream(principal, await response);
    stream.sendMissed('begin\n');
    return { stream, reader: await reader };
  }

  async function readAll(reader: IncomingMessage): Promise<string> {
    let text = '';
    for await (const chunk of reader.setEncoding('utf8')) {
      text += String(chunk);
    }
    return text;
  }

  it('holds live events back until what was missed is sent', async () => {
    const { stream, reader } = await open();
    stream.send('live\n');
    stream.sendMissed('missed\n');
    stream.goLive();
    stream.send('more\n');
    stream.end();
    await expect(readAll(reader)).resolves.toBe('begin\nmissed\nlive\nmore\n');
  });

  it('drops a reader that does not keep up, instead of remembering everything for it', async () => {
    const { stream, reader } = await open();
    stream.goLive();
    const broken = new Promise((resolve) => reader.once('error', resolve).once('close', resolve));
    let sent = 0;
    for (; sent < 1_000 && !stream.isEnded; sent += 1) {
      stream.send(large);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stream.isEnded).toBe(true);
    reader.resume();
    await broken;
  });

  it('lets go of a reader that takes too long to catch up', async () => {
    const { stream } = await open();
    for (let count = 0; count <= 1_000; count += 1) {
      stream.send('x');
    }
    expect(stream.isEnded).toBe(true);
  });

  it('writes nothing after its end', async () => {
    const { stream, reader } = await open();
    stream.end();
    stream.beat('late');
    stream.goLive();
    await expect(readAll(reader)).resolves.toBe('begin\n');
  });
});
