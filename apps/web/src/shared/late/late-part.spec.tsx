import { act, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { renderScreen } from '../../../test/screen';
import { Refusal, stubServer } from '../../../test/stub-server';
import { limits } from '../api/client';
import { latePart } from './late-part';

const away = /serwer nie odpowiada/;
const gone = /choć serwer odpowiada/;

describe('a part that is fetched when it is first wanted', () => {
  const server = { answers: true };
  let stub: ReturnType<typeof stubServer>;
  beforeEach(() => {
    jest.useFakeTimers();
    server.answers = true;
    stub = stubServer({
      'GET /setup': () =>
        server.answers ? { needed: false, demo: null } : new Refusal(503, 'database_unavailable'),
    });
  });
  afterEach(() => {
    stub.restore();
    jest.useRealTimers();
  });

  const pass = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds));

  /** Shows a part that is fetched as the test says. */
  async function show(load: () => Promise<() => string>) {
    const fetches = jest.fn(load);
    const Part = latePart(fetches);
    const view = await renderScreen(
      <Suspense>
        <Part />
      </Suspense>,
    );
    await pass(0);
    return { fetches, ...view };
  }

  const notFetched = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

  it('appears by itself once the server is back, and says until then why it is missing', async () => {
    server.answers = false;
    let load: () => Promise<() => string> = notFetched;
    const { fetches } = await show(() => load());
    expect(screen.getByRole('alert').textContent).toMatch(away);
    await pass(20_000);
    // Only the server is asked, not for the part.
    expect(fetches).toHaveBeenCalledTimes(1);
    server.answers = true;
    load = () => Promise.resolve(() => 'the part');
    await pass(5_000);
    expect(screen.getByText('the part')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is fetched at once at a press', async () => {
    server.answers = false;
    let load: () => Promise<() => string> = notFetched;
    await show(() => load());
    server.answers = true;
    load = () => Promise.resolve(() => 'the part');
    act(() => screen.getByRole('button', { name: 'Spróbuj ponownie' }).click());
    await pass(0);
    expect(screen.getByText('the part')).toBeTruthy();
  });

  it('wants the page loaded anew where the server is there and it is not, and leaves the server in peace', async () => {
    const { fetches } = await show(notFetched);
    await pass(0);
    expect(screen.getByRole('alert').textContent).toMatch(gone);
    expect(screen.getByRole('button', { name: 'Wczytaj ponownie' })).toBeTruthy();
    await pass(60_000);
    expect(fetches).toHaveBeenCalledTimes(2);
    expect(stub.asked).toHaveLength(1);
  });

  it('is not wanted any more once its notice is closed, if it is something that can be closed', async () => {
    server.answers = false;
    const onClose = jest.fn();
    const Dialog = latePart<{ onClose: () => void }>(notFetched);
    await renderScreen(
      <Suspense>
        <Dialog onClose={onClose} />
      </Suspense>,
    );
    await pass(0);
    act(() => screen.getByRole('button', { name: 'Zamknij' }).click());
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is not waited for without end', async () => {
    await show(() => new Promise(() => undefined));
    await pass(limits.usual - 1);
    expect(screen.queryByRole('alert')).toBeNull();
    await pass(1);
    expect(screen.getByRole('alert').textContent).toMatch(away);
  });
});
