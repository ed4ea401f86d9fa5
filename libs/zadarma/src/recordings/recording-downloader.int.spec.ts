import type { LookupAddress } from 'node:dns';
import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { PbxServer } from '../pbx-server.fixture';
import { publicLookup } from '../rest/allowed-address';
import { RecordingDownloader } from './recording-downloader';

const frame = Buffer.concat([Buffer.of(0xff, 0xe3, 0x28, 0xc4), Buffer.alloc(68, 1)]);
const audio = (frames: number): Buffer => Buffer.concat(Array.from({ length: frames }, () => frame));
const maxBytes = 1024 * 1024;

describe('RecordingDownloader', () => {
  let pbx: PbxServer;
  let downloader: RecordingDownloader;
  let impatient: RecordingDownloader;

  beforeAll(async () => {
    pbx = await PbxServer.start();
    // Only what waits for an end of patience has little of it.
    downloader = new RecordingDownloader({ answer: 15_000, silence: 15_000, whole: 60_000 });
    impatient = new RecordingDownloader({ answer: 300, silence: 300, whole: 1_000 });
  });

  afterAll(async () => {
    await Promise.all([downloader.close(), impatient.close()]);
    await pbx.stop();
  });

  const open = (path = '/a.mp3', limit = maxBytes, signal?: AbortSignal, by = downloader) =>
    by.download(
      `${pbx.url}${path}`,
      { pbxUrl: pbx.url, exemptOrigin: pbx.url },
      { maxBytes: limit, ...(signal && { signal }) },
    );
  const serve = (answer: (response: ServerResponse) => void, path = '/a.mp3') =>
    pbx.reset({ [`GET ${path}`]: answer });

  it('gives the file byte for byte with one request, and its kind by its look', async () => {
    serve((response) => {
      response.setHeader('content-type', 'application/octet-stream');
      response.end(audio(50));
    });
    const { contentType, stream } = await open();
    expect(contentType).toBe('audio/mpeg');
    expect(await buffer(stream)).toEqual(audio(50));
    expect(pbx.asked).toEqual(['GET /a.mp3']);
  });

  it('puts the first bytes together however small they come', async () => {
    serve((response) => {
      void (async () => {
        for (const byte of audio(1)) {
          response.write(Buffer.of(byte));
          await delay(0);
        }
        response.end();
      })();
    });
    expect(await buffer((await open()).stream)).toEqual(audio(1));
  });

  it.each([
    ['a page', 'text/html', '<html>Please sign in</html>'],
    ['JSON', 'application/json; charset=utf-8', '{"status":"error"}'],
    ['JSON that calls itself audio', 'audio/mpeg', '{"status":"error"}'],
    ['audio that calls itself a page', 'text/html', audio(3)],
    ['nothing', 'audio/mpeg', ''],
  ])('refuses %s', async (_, type, body) => {
    serve((response) => response.setHeader('content-type', type).end(body));
    await expect(open()).rejects.toMatchObject({ code: 'recording_not_audio' });
  });

  it.each([
    [404, 'recording_dead_link'],
    [410, 'recording_dead_link'],
    [403, 'recording_dead_link'],
    [500, 'gateway_trouble'],
    [204, 'gateway_trouble'],
  ])('takes the status %i for %s', async (status, code) => {
    serve((response) => response.writeHead(status).end());
    await expect(open()).rejects.toMatchObject({ code });
  });

  it('does not even begin a file that says it is too large', async () => {
    serve((response) => {
      response.writeHead(200, { 'content-length': maxBytes + 1 });
      response.write(frame);
    });
    await expect(open()).rejects.toMatchObject({ code: 'recording_too_large' });
  });

  it('stops at the limit where nobody says how large the file is, and keeps nothing in memory', async () => {
    let sent = 0;
    serve((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(audio(900))) {
          sent += 900 * frame.length;
        }
      };
      response.on('drain', more);
      more();
    });
    const { stream } = await open('/a.mp3', 8 * maxBytes);
    let received = 0;
    const reading = (async () => {
      for await (const piece of stream) {
        received += (piece as Buffer).length;
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'recording_too_large' });
    expect(received).toBeLessThanOrEqual(8 * maxBytes);
    const before = sent;
    await delay(50);
    expect(sent - before).toBeLessThan(4 * maxBytes);
  });

  it('notices a file that ends too early', async () => {
    serve((response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write(audio(100), () => response.destroy());
    });
    const { stream } = await open();
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'recording_truncated' });
  });

  it('waits neither for an answer, nor for the next piece, nor for a trickle without end', async () => {
    const openSoon = () => open('/a.mp3', maxBytes, undefined, impatient);
    serve(() => undefined);
    await expect(openSoon()).rejects.toMatchObject({ code: 'timeout' });
    serve((response) => void response.write(audio(10)));
    await expect(buffer((await openSoon()).stream)).rejects.toMatchObject({ code: 'timeout' });
    serve((response) => {
      const timer = setInterval(() => response.write(frame), 50);
      response.on('close', () => clearInterval(timer));
    });
    await expect(buffer((await openSoon()).stream)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('breaks off when whoever asked for it has gone', async () => {
    serve((response) => void response.write(audio(10)));
    const asking = new AbortController();
    const { stream } = await open('/a.mp3', maxBytes, asking.signal);
    setTimeout(() => asking.abort(), 20);
    await expect(buffer(stream)).rejects.toThrow();
  });

  it('closes the connection of a file that nobody reads', async () => {
    let closed = false;
    serve((response) => {
      response.on('close', () => (closed = true));
      response.write(audio(10));
    });
    (await open()).stream.destroy();
    for (let look = 0; look < 100 && !closed; look += 1) {
      await delay(20);
    }
    expect(closed).toBe(true);
  });

  it('follows redirects within the PBX, and not for ever', async () => {
    pbx.reset({
      'GET /a.mp3': (response) => response.writeHead(302, { location: '/b/../c.mp3?x=1' }).end(),
      'GET /c.mp3': (response) => response.end(audio(2)),
      'GET /round.mp3': (response) => response.writeHead(301, { location: '/round.mp3' }).end(),
    });
    expect(await buffer((await open()).stream)).toEqual(audio(2));
    await expect(open('/round.mp3')).rejects.toMatchObject({ code: 'gateway_trouble' });
    expect(pbx.asked.filter((asked) => asked.includes('round'))).toHaveLength(4);
  });

  /** As people and attackers write this machine and its neighbours; the parser of addresses makes them alike. */
  const inside = [
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[fe80::1]',
    'https://2130706433',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://127.1',
    'https://localhost.',
    'https://LOCALHOST',
    'https://169.254.169.254',
  ];

  it.each<readonly [string, string]>([
    ...inside.map((origin) => ['the inside', `${origin}/a.mp3`] as const),
    ['plain http elsewhere', 'http://api.zadarma.com/a.mp3'],
    ['a private address', 'https://192.168.1.1/a.mp3'],
    ['this machine by its port', 'http://127.0.0.1:1/a.mp3'],
    ['another company', 'https://example.com/a.mp3'],
    ['a name that ends like the PBX', 'https://notzadarma.com/a.mp3'],
    ['a name that begins like the PBX', 'https://api.zadarma.com.example.com/a.mp3'],
    ['a user name that looks like the PBX', 'https://api.zadarma.com@example.com/a.mp3'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:audio/mpeg;base64,//OIxAAA'],
  ])('does not follow a redirect to %s: %s', async (_, location) => {
    serve((response) => response.writeHead(302, { location }).end());
    await expect(open()).rejects.toMatchObject({ code: 'address_not_allowed', details: { isLink: true } });
    expect(pbx.asked).toEqual(['GET /a.mp3']);
  });

  it.each(inside)('does not go to %s, not even where the settings say so', async (origin) => {
    const host = { pbxUrl: origin, exemptOrigin: undefined };
    await expect(downloader.download(`${origin}/a.mp3`, host, { maxBytes })).rejects.toMatchObject({
      code: 'address_not_allowed',
      details: { why: 'not_public', isLink: true },
    });
  });

  it('does not follow a redirect to nonsense', async () => {
    serve((response) => response.writeHead(302, { location: 'https://' }).end());
    await expect(open()).rejects.toMatchObject({ code: 'recording_dead_link' });
  });

  it('does not go where a name of the PBX resolves to a private address', async () => {
    const toInside = (
      _: string,
      __: unknown,
      callback: (error: null, addresses: LookupAddress[]) => void,
    ): void => callback(null, [{ address: '10.0.0.7', family: 4 }]);
    const wary = new RecordingDownloader({ answer: 300, silence: 300, whole: 1_000 }, publicLookup(toInside));
    const host = { pbxUrl: 'https://api.zadarma.com', exemptOrigin: undefined };
    await expect(wary.download('https://files.zadarma.com/a.mp3', host, { maxBytes })).rejects.toMatchObject({
      code: 'address_not_allowed',
      details: { why: 'not_public', isLink: true },
    });
    await wary.close();
  });
});
