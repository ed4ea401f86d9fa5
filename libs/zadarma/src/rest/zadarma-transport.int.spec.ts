import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PbxServer } from '../pbx-server.fixture';
import { publicLookup } from './allowed-address';
import { type PlainRequest, ZadarmaTransport } from './zadarma-transport';

const question: PlainRequest = {
  method: 'GET',
  path: '/v1/info/balance/',
  parameters: {},
  place: 'query',
};

const as = (url: string, exemptOrigin?: string) => ({ url, key: 'k', secret: 's', exemptOrigin });

describe('ZadarmaTransport', () => {
  it('does not even connect where a public name leads to a private address', async () => {
    let connections = 0;
    const server = createServer(() => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const toLoopback = publicLookup((_hostname, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]),
    );
    const transport = new ZadarmaTransport(2_000, toLoopback);
    await expect(transport.send(as(`https://api.example.com:${port}`), question)).rejects.toMatchObject({
      code: 'address_not_allowed',
      details: { host: 'api.example.com', why: 'not_public' },
    });
    expect(connections).toBe(0);
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives up on a PBX that says nothing, or stops in the middle of a word', async () => {
    const pbx = await PbxServer.start();
    const transport = new ZadarmaTransport(300);
    const ask = () => transport.send(as(pbx.url, pbx.url), question);
    pbx.reset({ 'GET /v1/info/balance/': () => undefined });
    await expect(ask()).rejects.toMatchObject({ code: 'timeout', retryable: true });
    pbx.reset({
      'GET /v1/info/balance/': (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"status":');
      },
    });
    await expect(ask()).rejects.toMatchObject({ code: 'timeout' });
    await transport.close();
    await pbx.stop();
  });

  it('reads an answer that is not HTTP as one of somebody else', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const transport = new ZadarmaTransport(2_000);
    await expect(transport.send(as(url, url), question)).rejects.toMatchObject({ code: 'not_zadarma' });
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
