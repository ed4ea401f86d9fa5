import { QueryClient } from '@tanstack/react-query';
import { callRequest } from '../../../test/call-requests';
import { uuid } from '../../../test/calls';
import { Refusal, silence, stubServer } from '../../../test/stub-server';
import { applyCallRequest } from './queries';
import { Wishes } from './wishes';

const jan = { number: '+48600100200', name: 'Jan Kowalski', contactId: uuid(301) };

describe('call wishes', () => {
  let server: ReturnType<typeof stubServer>;
  let client: QueryClient;
  let wishes: Wishes;
  let answers: unknown[];
  let asked: () => unknown;
  beforeEach(() => {
    jest.useFakeTimers();
    sessionStorage.clear();
    answers = [];
    asked = () => callRequest({ state: 'customer_ringing' });
    client = new QueryClient();
    wishes = new Wishes(client);
    let made = 0;
    server = stubServer({
      'POST /call-requests': () => answers.shift() ?? callRequest({ id: uuid(501 + made++) }),
      'GET /call-requests/:id': () => asked(),
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    server.restore();
  });

  const settled = () => jest.advanceTimersByTimeAsync(5_000);
  const keys = () => server.asked.map(({ headers }) => headers['idempotency-key']);

  it('send the number, whose it is, and a key of their own', async () => {
    wishes.dial(jan);
    await settled();
    expect(server.asked).toMatchObject([{ body: { to: jan.number, contactId: jan.contactId } }]);
    expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(wishes.shown()).toMatchObject([{ requestId: uuid(501), problem: null }]);
  });

  it('are one for a double click, before and after the server answered', async () => {
    wishes.dial(jan);
    wishes.dial({ number: '+48 600 100 200' });
    await settled();
    wishes.dial(jan);
    await settled();
    expect(server.asked).toHaveLength(1);
    expect(wishes.shown()).toHaveLength(1);
  });

  it('are given up while the server would still dial them, and stay one wish however often they are tried', async () => {
    answers = [silence, silence];
    wishes.dial(jan);
    await jest.advanceTimersByTimeAsync(14_000);
    const [wish] = wishes.shown();
    expect(wish?.problem).toMatchObject({ code: 'server_silent' });
    wishes.retry(wish?.id ?? '');
    await settled();
    expect(keys()).toHaveLength(3);
    expect(new Set(keys()).size).toBe(1);
    expect(wishes.shown()).toMatchObject([{ requestId: uuid(501), problem: null }]);
  });

  it('go side by side to different numbers', async () => {
    wishes.dial(jan);
    wishes.dial({ number: '+48501222333' });
    await settled();
    expect(new Set(keys()).size).toBe(2);
    expect(wishes.shown()).toHaveLength(2);
  });

  it.each(['ended', 'failed', 'unknown'] as const)('%s, make room for the next one', async (state) => {
    wishes.dial(jan);
    await settled();
    applyCallRequest(client, callRequest({ version: 2, state }));
    wishes.dial(jan);
    await settled();
    expect(new Set(keys()).size).toBe(2);
    expect(wishes.shown()).toMatchObject([{ requestId: uuid(502) }]);
  });

  it('are repeated under the same key while nobody knows whether the server took them', async () => {
    answers = [new Refusal(503, 'queue_unavailable'), new Refusal(503, 'queue_unavailable')];
    wishes.dial(jan);
    await settled();
    const [wish] = wishes.shown();
    expect(wish?.problem).toMatchObject({ code: 'queue_unavailable' });
    wishes.retry(wish?.id ?? '');
    await settled();
    expect(server.asked).toHaveLength(3);
    expect(new Set(keys()).size).toBe(1);
    expect(wishes.shown()).toMatchObject([{ requestId: uuid(501), problem: null }]);
  });

  it('get a new key when the server had turned them down', async () => {
    answers = [new Refusal(403, 'forbidden')];
    wishes.dial(jan);
    await settled();
    wishes.retry(wishes.shown()[0]?.id ?? '');
    await settled();
    expect(new Set(keys()).size).toBe(2);
  });

  it('get a new key when the PBX had turned them down', async () => {
    wishes.dial(jan);
    await settled();
    applyCallRequest(client, callRequest({ version: 2, state: 'failed' }));
    wishes.retry(wishes.shown()[0]?.id ?? '');
    await settled();
    expect(new Set(keys()).size).toBe(2);
  });

  it('are not tried again while they run', async () => {
    wishes.dial(jan);
    await settled();
    wishes.retry(wishes.shown()[0]?.id ?? '');
    await settled();
    expect(server.asked).toHaveLength(1);
  });

  it('are sent at once or not at all, never when the network comes back', async () => {
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    window.dispatchEvent(new Event('offline'));
    answers = [new Refusal(0, 'x'), new Refusal(0, 'x')];
    wishes.dial(jan);
    await settled();
    expect(wishes.shown()).toMatchObject([{ problem: expect.anything() }]);
    const asked = server.asked.length;
    Object.defineProperty(navigator, 'onLine', { value: true, configurable: true });
    window.dispatchEvent(new Event('online'));
    await settled();
    expect(server.asked).toHaveLength(asked);
  });

  it('follow the newest copy, whichever comes last', async () => {
    wishes.dial(jan);
    applyCallRequest(client, callRequest({ version: 5, state: 'talking' }));
    await settled();
    expect(client.getQueryData(['callRequests', uuid(501)])).toMatchObject({ version: 5, state: 'talking' });
  });

  it('leave the screen when they are dismissed', async () => {
    const heard = jest.fn();
    wishes.subscribe(heard);
    wishes.dial(jan);
    wishes.dismiss(wishes.shown()[0]?.id ?? '');
    await settled();
    expect(wishes.shown()).toEqual([]);
    expect(heard).toHaveBeenCalled();
  });

  describe('after the page was loaded anew', () => {
    const loadAnew = async () => {
      client = new QueryClient();
      wishes = new Wishes(client);
      void wishes.restore();
      await settled();
    };
    beforeEach(async () => {
      wishes.dial(jan);
      await settled();
    });

    it('are on the screen again, and no phone rings a second time', async () => {
      await loadAnew();
      expect(wishes.shown()).toMatchObject([{ callee: jan, requestId: uuid(501), problem: null }]);
      wishes.dial(jan);
      await settled();
      expect(keys().filter(Boolean)).toHaveLength(1);
    });

    it('stay while the server cannot be asked', async () => {
      asked = () => new Refusal(503, 'database_unavailable');
      await loadAnew();
      expect(wishes.shown()).toHaveLength(1);
    });

    it.each([
      ['were dismissed', () => wishes.dismiss(wishes.shown()[0]?.id ?? '')],
      ['have ended', () => void (asked = () => callRequest({ state: 'ended' }))],
      ['are of somebody else', () => void (asked = () => new Refusal(404, 'call_request_not_found'))],
      ['cannot be read', () => sessionStorage.setItem('callboard.wishes', '[{"requestId":')],
    ])('stay away where they %s', async (_, happen) => {
      happen();
      await loadAnew();
      expect(wishes.shown()).toEqual([]);
    });
  });
});
