import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { readFile } from './read-file';

const request = (body: unknown, headers: Record<string, string> = {}): FastifyRequest =>
  ({ body, headers: { 'content-type': 'text/csv', ...headers } }) as FastifyRequest;

async function* brokenOff(): AsyncGenerator<Buffer> {
  yield Buffer.from('a');
  await Promise.resolve();
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

describe('a file that comes as the body of a request', () => {
  it('is read to its end, with what its type says of it', async () => {
    const body = Readable.from([Buffer.from('a;'), Buffer.from('b')]);
    expect(await readFile(request(body, { 'content-type': 'text/csv; charset="UTF-16LE"' }), 3)).toEqual({
      bytes: Buffer.from('a;b'),
      charset: 'UTF-16LE',
    });
    expect(await readFile(request(undefined), 3)).toEqual({ bytes: Buffer.alloc(0), charset: undefined });
  });

  it('is not read on once it is too large, and its connection is left alone', async () => {
    const body = Readable.from([Buffer.from('ab'), Buffer.from('cd'), Buffer.from('ef')]);
    await expect(readFile(request(body), 3)).rejects.toMatchObject({ code: 'body_too_large' });
    expect([body.destroyed, body.readableEnded]).toEqual([false, false]);
    const told = Readable.from([Buffer.from('ab')]);
    await expect(readFile(request(told, { 'content-length': '4' }), 3)).rejects.toMatchObject({
      code: 'body_too_large',
    });
    expect(told.readableDidRead).toBe(false);
  });

  it('is no trouble of the database when its sender goes away', async () => {
    await expect(readFile(request(Readable.from(brokenOff())), 3)).rejects.toMatchObject({
      code: 'malformed_request',
    });
  });

  it('is refused as JSON', async () => {
    await expect(readFile(request({ a: 1 }), 3)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });
});
