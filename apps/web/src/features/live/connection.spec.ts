import { announceSignOut, followLive } from './connection';
import type { LiveMessage, LiveState } from './live-source';

type Listener = (event: { data: string }) => void;

/** A server-sent event stream in the test's hand. */
class FakeEventSource {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;
  private readonly listeners = new Map<string, Listener>();

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }
  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  beat(behind = false): void {
    this.send('heartbeat', { behind });
  }
  send(name: string, data: unknown): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
}

/** Tabs of one browser, hearing one another at once. */
class FakeChannel {
  static tabs = new Set<FakeChannel>();
  onmessage?: (event: { data: unknown }) => void;
  constructor() {
    FakeChannel.tabs.add(this);
  }
  postMessage(data: unknown): void {
    [...FakeChannel.tabs].filter((tab) => tab !== this).forEach((tab) => tab.onmessage?.({ data }));
  }
  close(): void {
    FakeChannel.tabs.delete(this);
  }
}

/** The browser's locks: the first asker holds, the next waits, unless it has given up. */
function fakeLocks() {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    request: (_name: string, { signal }: { signal: AbortSignal }, held: () => Promise<unknown>) => {
      tail = tail.then(() => (signal.aborted ? undefined : held()));
      return tail;
    },
  };
}

const opened = new Set<() => void>();

function openTab() {
  const heard: LiveMessage[] = [];
  const states: LiveState[] = [];
  const calls = { leading: 0, refused: 0, signedOut: 0 };
  const close = followLive({
    onMessage: (message) => heard.push(message),
    onState: (state) => states.push(state),
    onLeading: () => (calls.leading += 1),
    onRefused: () => (calls.refused += 1),
    onSignedOut: () => (calls.signedOut += 1),
  });
  opened.add(close);
  return { heard, states, calls, close };
}

const settled = () => jest.advanceTimersByTimeAsync(0);

describe('the live connection', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    FakeEventSource.opened = [];
    FakeChannel.tabs.clear();
    Object.assign(globalThis, { EventSource: FakeEventSource, BroadcastChannel: FakeChannel });
    Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
  });
  afterEach(() => {
    opened.forEach((close) => close());
    opened.clear();
    jest.useRealTimers();
  });

  it('is held by one tab, which tells the others everything', async () => {
    const [leader, follower] = [openTab(), openTab()];
    await settled();
    const [source] = FakeEventSource.opened;
    expect(FakeEventSource.opened).toHaveLength(1);
    expect([leader.calls.leading, follower.calls.leading]).toEqual([1, 0]);

    source?.open();
    source?.beat();
    source?.send('call.changed', { id: 'one' });
    source?.send('callRequest.changed', { id: 'two' });
    const expected = [
      { name: 'resync', data: null },
      { name: 'heartbeat', data: { behind: false } },
      { name: 'call.changed', data: { id: 'one' } },
      { name: 'callRequest.changed', data: { id: 'two' } },
    ];
    expect(leader.heard).toEqual(expected);
    expect(follower.heard).toEqual(expected);
    expect(follower.states.at(-1)).toBe('live');
  });

  it('goes to the next tab when its own closes, and asks all to catch up', async () => {
    const [leader, follower] = [openTab(), openTab()];
    await settled();
    FakeEventSource.opened[0]?.open();
    leader.close();
    await settled();
    expect(FakeEventSource.opened).toHaveLength(2);
    follower.heard.length = 0;
    FakeEventSource.opened[1]?.open();
    expect(follower.calls.leading).toBe(1);
    expect(follower.heard).toEqual([{ name: 'resync', data: null }]);
  });

  it('tells a tab that comes later how it stands', async () => {
    openTab();
    await settled();
    FakeEventSource.opened[0]?.open();
    FakeEventSource.opened[0]?.beat();
    expect(openTab().states).toEqual(['live']);
    expect(openTab().states).toEqual(['live']);
  });

  it('says it is lost only when the loss lasts', async () => {
    const tab = openTab();
    await settled();
    FakeEventSource.opened[0]?.open();
    FakeEventSource.opened[0]?.beat();
    FakeEventSource.opened[0]?.fail(0);
    expect(tab.states.at(-1)).toBe('connecting');
    await jest.advanceTimersByTimeAsync(6_000);
    expect(tab.states.at(-1)).toBe('offline');
    FakeEventSource.opened[0]?.open();
    FakeEventSource.opened[0]?.beat();
    expect(tab.states.at(-1)).toBe('live');
  });

  it('is opened anew when the network goes or comes back, since an old one may be dead and look alive', async () => {
    const tab = openTab();
    await settled();
    FakeEventSource.opened[0]?.open();
    FakeEventSource.opened[0]?.beat();
    window.dispatchEvent(new Event('offline'));
    expect(tab.states.at(-1)).toBe('connecting');
    await jest.advanceTimersByTimeAsync(6_000);
    expect(tab.states.at(-1)).toBe('offline');
    window.dispatchEvent(new Event('online'));
    expect(FakeEventSource.opened.map(({ readyState }) => readyState)).toEqual([2, 2, 0]);
    FakeEventSource.opened[2]?.open();
    FakeEventSource.opened[2]?.beat();
    expect(tab.states.at(-1)).toBe('live');
    tab.close();
    window.dispatchEvent(new Event('online'));
    expect(FakeEventSource.opened).toHaveLength(3);
  });

  it('is opened anew once nothing at all was heard for 40 s, and says meanwhile that it is not live', async () => {
    const [leader, follower] = [openTab(), openTab()];
    await settled();
    FakeEventSource.opened[0]?.open();
    for (let beats = 0; beats < 4; beats += 1) {
      FakeEventSource.opened[0]?.beat();
      await jest.advanceTimersByTimeAsync(39_000);
    }
    expect(FakeEventSource.opened).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(FakeEventSource.opened.map(({ readyState }) => readyState)).toEqual([2, 0]);
    expect([leader.states, follower.states]).toEqual(Array(2).fill(['live', 'connecting']));
    // The server takes this one and never answers either.
    await jest.advanceTimersByTimeAsync(40_000);
    expect(FakeEventSource.opened.map(({ readyState }) => readyState)).toEqual([2, 2, 0]);
    expect([leader.states, follower.states]).toEqual(Array(2).fill(['live', 'connecting', 'offline']));
    FakeEventSource.opened[2]?.open();
    expect(leader.states.at(-1)).toBe('offline');
    FakeEventSource.opened[2]?.beat();
    expect([leader.states.at(-1), follower.states.at(-1)]).toEqual(['live', 'live']);
  });

  it('is given up also while the browser itself tries to mend it in vain', async () => {
    openTab();
    await settled();
    FakeEventSource.opened[0]?.open();
    FakeEventSource.opened[0]?.fail(0);
    await jest.advanceTimersByTimeAsync(40_000);
    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it('says that it is lost if it was never there', async () => {
    const tab = openTab();
    await jest.advanceTimersByTimeAsync(6_000);
    expect(tab.states).toEqual(['offline']);
  });

  it('is behind, and not live, while the server says that it does not work through what it is told', async () => {
    const [leader, follower] = [openTab(), openTab()];
    await settled();
    const [source] = FakeEventSource.opened;
    source?.open();
    source?.beat(true);
    source?.beat(true);
    expect([leader.states, follower.states]).toEqual(Array(2).fill(['behind']));
    expect(openTab().states).toEqual(['behind']);
    source?.beat(false);
    expect([leader.states.at(-1), follower.states.at(-1)]).toEqual(['live', 'live']);
  });

  it('asks who is signed in and tries again when it is refused', async () => {
    const tab = openTab();
    await settled();
    FakeEventSource.opened[0]?.fail(FakeEventSource.CLOSED);
    expect(tab.calls.refused).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it('is opened by each tab where the browser has no locks', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    const [first, second] = [openTab(), openTab()];
    await settled();
    FakeEventSource.opened.forEach((source) => source.open());
    FakeEventSource.opened.forEach((source) => source.send('call.changed', 1));
    const changes = [first, second].map(
      ({ heard }) => heard.filter(({ name }) => name === 'call.changed').length,
    );
    expect(changes).toEqual([1, 1]);
  });

  it('ends in every tab when somebody signs out', async () => {
    const tabs = [openTab(), openTab()];
    await settled();
    announceSignOut();
    expect(tabs.map(({ calls }) => calls.signedOut)).toEqual([1, 1]);
  });
});
