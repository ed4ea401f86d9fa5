import * as z from 'zod';
import { api, limits } from './client';

const answer = z.object({ name: z.string() });
const before = globalThis.fetch;

/** What is heard of the request: nothing until its signal says that it is over. */
const silentUntilOver = ({ signal }: RequestInit): Promise<never> =>
  new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );

function serve(act: (init: RequestInit) => Promise<unknown>): void {
  globalThis.fetch = ((_url: string, init: RequestInit) => act(init)) as typeof fetch;
}

/** How a request ends, once it has. */
function endOf(request: Promise<unknown>) {
  const end: { code?: string; name?: string } = {};
  request.catch((error: Error & { code?: string }) =>
    Object.assign(end, { name: error.name, code: error.code }),
  );
  return end;
}

describe('a request of the screens', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    globalThis.fetch = before;
  });

  it('is given up when the server takes it and never answers', async () => {
    serve(silentUntilOver);
    const end = endOf(api.get('/calls', { answer }));
    await jest.advanceTimersByTimeAsync(limits.usual - 1);
    expect(end).toEqual({});
    await jest.advanceTimersByTimeAsync(1);
    expect(end).toEqual({ name: 'ApiProblem', code: 'server_silent' });
  });

  it('is given up when the answer begins and never ends', async () => {
    serve((init) => Promise.resolve({ ok: true, status: 200, json: () => silentUntilOver(init) }));
    const end = endOf(api.get('/calls', { answer }));
    await jest.advanceTimersByTimeAsync(limits.usual);
    expect(end.code).toBe('server_silent');
  });

  it('waits longer where the server has to ask somebody else', async () => {
    serve(silentUntilOver);
    const end = endOf(api.post('/settings/zadarma/test', { answer, limitMs: limits.zadarma }));
    await jest.advanceTimersByTimeAsync(limits.zadarma - 1);
    expect(end).toEqual({});
    await jest.advanceTimersByTimeAsync(1);
    expect(end.code).toBe('server_silent');
  });

  it('does not say that what would make something twice came to nothing', async () => {
    serve(silentUntilOver);
    const end = endOf(api.post('/contacts', { answer, creates: true }));
    await jest.advanceTimersByTimeAsync(limits.usual);
    expect(end.code).toBe('outcome_unknown');
  });

  it('ends as unwanted, and not as a failure, when nobody waits for it any more', async () => {
    serve(silentUntilOver);
    const leaving = new AbortController();
    const end = endOf(api.get('/calls', { answer, signal: leaving.signal }));
    leaving.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(end.name).toBe('AbortError');
  });

  it('tells an answer that breaks off from one that makes no sense', async () => {
    const failing = (error: Error) => () =>
      Promise.resolve({ ok: true, status: 200, json: () => Promise.reject(error) });
    serve(failing(new TypeError('network error')));
    await expect(api.get('/calls', { answer })).rejects.toMatchObject({ code: 'server_unreachable' });
    serve(failing(new SyntaxError('Unexpected token')));
    await expect(api.get('/calls', { answer })).rejects.toMatchObject({ code: 'unreadable_answer' });
  });
});
