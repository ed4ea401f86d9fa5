import { newPhone, type PhoneStatus } from './phone-status';
import { joinPhoneTabs, type PhoneTurn } from './phone-tabs';

/** Tabs of one browser, hearing one another at once; a hung tab hears nothing. */
class FakeChannel {
  static tabs = new Set<FakeChannel>();
  onmessage?: (event: { data: unknown }) => void;
  hangs = false;
  constructor() {
    FakeChannel.tabs.add(this);
  }
  postMessage(data: unknown): void {
    [...FakeChannel.tabs]
      .filter((tab) => tab !== this && !tab.hangs)
      .forEach((tab) => tab.onmessage?.({ data }));
  }
  close(): void {
    FakeChannel.tabs.delete(this);
  }
}

interface Request {
  held: () => Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** The browser's locks: one holds, the rest queue, and who steals throws the holder out. */
function fakeLocks() {
  let holder: Request | undefined;
  const queue: Request[] = [];
  const next = (): void => {
    holder = queue.shift();
    if (holder) {
      give(holder);
    }
  };
  const give = (request: Request): void => {
    void request.held().then(() => {
      request.resolve();
      if (holder === request) {
        next();
      }
    });
  };
  return {
    request: (_: string, options: { signal?: AbortSignal; steal?: boolean }, held: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const request = { held, resolve, reject };
        if (options.steal) {
          holder?.reject(new DOMException('stolen', 'AbortError'));
          holder = request;
          give(request);
          return;
        }
        options.signal?.addEventListener('abort', () => {
          if (queue.includes(request)) {
            queue.splice(queue.indexOf(request), 1);
            reject(new DOMException('given up', 'AbortError'));
          }
        });
        queue.push(request);
        if (!holder) {
          next();
        }
      }),
  };
}

function openTab() {
  const turns: PhoneTurn[] = [];
  const statuses: PhoneStatus[] = [];
  const known = new Set(FakeChannel.tabs);
  const tabs = joinPhoneTabs({
    onTurn: (turn) => turns.push(turn),
    onStatus: (status) => statuses.push(status),
  });
  const channel = [...FakeChannel.tabs].find((tab) => !known.has(tab));
  return { turns, statuses, channel, ...tabs };
}

const settled = () => jest.advanceTimersByTimeAsync(0);
const ready: PhoneStatus = { ...newPhone, extension: '101', stage: 'ready' };

describe('the phone among the tabs of a browser', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    FakeChannel.tabs.clear();
    Object.assign(globalThis, { BroadcastChannel: FakeChannel });
    Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
  });
  afterEach(() => jest.useRealTimers());

  it('is in one tab, which tells the others how it stands', async () => {
    const [first, second] = [openTab(), openTab()];
    await settled();
    expect([first.turns, second.turns]).toEqual([['leading'], []]);
    first.tell(ready);
    expect(second.statuses).toEqual([ready]);
    expect(first.statuses).toEqual([]);
  });

  it('is told to a tab that comes later', async () => {
    const first = openTab();
    await settled();
    first.tell(ready);
    expect(openTab().statuses).toEqual([ready]);
  });

  it('goes to the next tab when its own closes', async () => {
    const [first, second] = [openTab(), openTab()];
    await settled();
    first.leave();
    await settled();
    expect(second.turns).toEqual(['leading']);
  });

  it('is taken by the tab that wants it, and comes back when that one closes', async () => {
    const [first, second] = [openTab(), openTab()];
    await settled();
    second.take();
    await settled();
    expect([first.turns, second.turns]).toEqual([['leading', 'waiting'], ['leading']]);
    second.leave();
    await settled();
    expect(first.turns).toEqual(['leading', 'waiting', 'leading']);
  });

  it('stays when it is taken twice by an impatient hand', async () => {
    const [first, second] = [openTab(), openTab()];
    await settled();
    second.take();
    second.take();
    await settled();
    expect([first.turns.at(-1), second.turns]).toEqual(['waiting', ['leading']]);
  });

  it('goes to nobody twice: of three tabs one has it, whatever is taken and closed', async () => {
    const tabs = [openTab(), openTab(), openTab()];
    await settled();
    tabs[2]?.take();
    await settled();
    tabs[1]?.take();
    await settled();
    expect(tabs.map(({ turns }) => turns.at(-1))).toEqual(['waiting', 'leading', 'waiting']);
    tabs[1]?.leave();
    await settled();
    expect(tabs.filter(({ turns }, index) => index !== 1 && turns.at(-1) === 'leading')).toHaveLength(1);
  });

  it('is said to be silent when its tab hangs, and to be back when it answers', async () => {
    const [first, second] = [openTab(), openTab()];
    await settled();
    first.tell(ready);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(second.turns).toEqual([]);
    Object.assign(first.channel ?? {}, { hangs: true });
    await jest.advanceTimersByTimeAsync(20_000);
    expect(second.turns).toEqual(['silent']);
    Object.assign(first.channel ?? {}, { hangs: false });
    await jest.advanceTimersByTimeAsync(5_000);
    expect(second.turns).toEqual(['silent', 'waiting']);
  });
});
