import {
  type FromPhone,
  phoneProblem,
  webrtcRefusal,
  type WebrtcSession,
  webrtcWarning,
} from '@callboard/contracts';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { callItem } from '../../test/calls';
import { renderScreen } from '../../test/screen';
import { stubServer } from '../../test/stub-server';
import enPhone from '../locales/en/phone.json';
import plPhone from '../locales/pl/phone.json';
import { Phone } from './phone';

// Without a pause between the keys.
const user = userEvent.setup({ delay: null });

const origin = 'https://phone.example.com';
const session: Extract<WebrtcSession, { enabled: true }> = {
  enabled: true,
  key: 'first-key',
  login: '245673-101',
  extension: '101',
  renewAt: '2099-01-01T00:00:00.000Z',
  scriptUrls: ['https://my.zadarma.com/loader.js'],
  shape: 'rounded',
  position: 'bottom_right',
  phoneOrigin: origin,
  warnings: [],
};
const ringing = {
  call: callItem({ status: 'ringing', employeeName: null }),
  extension: '101',
  outcome: null,
} as const;

/** The other tab of the browser: what it hears, and its mouth. */
class FakeChannel {
  static sent: unknown[] = [];
  static latest: FakeChannel | undefined;
  onmessage?: (event: { data: unknown }) => void;
  constructor() {
    FakeChannel.latest = this;
  }
  postMessage(data: unknown): void {
    FakeChannel.sent.push(data);
  }
  close(): void {}
}

/** Locks of which this tab is given the phone's, or is not until it takes it. */
const fakeLocks = (given: boolean) => ({
  request: (_: string, { steal }: { steal?: boolean }, held: () => Promise<void>) =>
    given || steal
      ? Promise.resolve()
          .then(() => act(() => ({ held: held() })))
          .then(({ held: until }) => until)
      : new Promise<void>(() => undefined),
});

const frame = () => document.querySelector('iframe');
const bar = () => screen.findByRole('button', { name: /^Telefon|^Phone/ });

function say(message: FromPhone): void {
  act(() => {
    window.dispatchEvent(
      new MessageEvent('message', { data: message, origin, source: frame()?.contentWindow ?? null }),
    );
  });
}

describe('the phone over every screen', () => {
  let server: ReturnType<typeof stubServer>;
  let answer: WebrtcSession;
  const onBusy = jest.fn<void, [boolean]>();
  beforeEach(() => {
    onBusy.mockClear();
    localStorage.clear();
    answer = session;
    FakeChannel.sent = [];
    Object.assign(globalThis, { BroadcastChannel: FakeChannel });
    Object.defineProperty(navigator, 'locks', { value: fakeLocks(true), configurable: true });
    Object.defineProperty(navigator, 'userActivation', {
      value: { hasBeenActive: true },
      configurable: true,
    });
    server = stubServer({ 'GET /webrtc/session': () => answer });
  });
  afterEach(() => server.restore());

  const open = async (language: 'pl' | 'en' = 'pl', pops: Parameters<typeof Phone>[0]['pops'] = []) => {
    const view = await renderScreen(<Phone pops={pops} onBusy={onBusy} />, { language });
    await waitFor(() => expect(FakeChannel.sent).not.toEqual([]));
    return view;
  };
  const running = async (language: 'pl' | 'en' = 'pl') => {
    const view = await open(language);
    await bar();
    say({ type: 'phone.waiting' });
    say({ type: 'phone.ready', registered: null });
    return view;
  };

  it('runs in a page of another origin, which may use the microphone and make sounds', async () => {
    await running();
    expect(frame()?.getAttribute('src')).toBe(`${origin}/phone`);
    expect(frame()?.getAttribute('allow')).toBe('microphone; autoplay');
    expect((await bar()).textContent).toContain('Telefon 101Gotowy');
    expect(frame()?.hasAttribute('inert')).toBe(true);
    await user.click(await bar());
    expect(frame()?.hasAttribute('inert')).toBe(false);
  });

  it('takes no more room than its widget', async () => {
    await running();
    await user.click(await bar());
    say({ type: 'phone.room', height: 82 });
    expect(frame()?.parentElement?.style.height).toBe('82px');
    say({ type: 'phone.room', height: 190 });
    expect(frame()?.parentElement?.style.height).toBe('190px');
  });

  it('is not there where it is switched off', async () => {
    answer = { enabled: false, reason: { code: 'webrtc_off', message: 'off' } };
    await open();
    await waitFor(() => expect(server.asked).toHaveLength(1));
    expect(screen.queryByRole('region')).toBeNull();
  });

  it.each(phoneProblem.exclude(['key_refused']).options)(
    'says in words what to do about %s, and how to call all the same',
    async (code) => {
      await running();
      say({ type: 'phone.problem', code });
      expect((await bar()).textContent).toContain('Nie działa');
      const { title, text } = plPhone.trouble[code];
      expect(screen.getByRole('status').textContent).toBe(title);
      await user.click(await bar());
      const told = screen.getByText(title).closest('[role="alert"]');
      expect(told?.textContent).toContain(text);
      expect(told?.textContent).toContain(
        code === 'offline' ? plPhone.fallback.desk : plPhone.fallback.callback,
      );
    },
  );

  it.each(webrtcRefusal.exclude(['webrtc_off']).options)('says why there is no phone: %s', async (code) => {
    answer = { enabled: false, reason: { code, message: code } };
    await open('en');
    await user.click(await bar());
    expect(screen.getByText(enPhone.trouble[code].title)).toBeTruthy();
    expect(screen.getByText(enPhone.trouble[code].text)).toBeTruthy();
    expect(frame()).toBeNull();
  });

  it('warns and runs all the same', async () => {
    answer = { ...session, warnings: webrtcWarning.options.map((code) => ({ code })) };
    await running();
    await user.click(await bar());
    for (const code of webrtcWarning.options) {
      expect(screen.getByText(plPhone.trouble[code].title)).toBeTruthy();
    }
    expect((await bar()).textContent).toContain('Gotowy');
  });

  it('starts anew with a new session when asked to', async () => {
    await running();
    say({ type: 'phone.problem', code: 'script_blocked' });
    const before = frame();
    await user.click(await bar());
    await user.click(screen.getByRole('button', { name: 'Uruchom ponownie' }));
    await waitFor(() => expect(frame()).not.toBe(before));
    expect(server.asked).toHaveLength(2);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('asks for another key once when one is refused, and then says so', async () => {
    await running();
    answer = { ...session, key: 'second-key' };
    say({ type: 'phone.problem', code: 'key_refused' });
    await waitFor(() => expect(server.asked).toHaveLength(2));
    expect(server.asked.map(({ query }) => query.get('renew'))).toEqual([null, 'true']);
    const before = frame();
    say({ type: 'phone.problem', code: 'key_refused' });
    await waitFor(() => expect(server.asked).toHaveLength(3));
    await waitFor(() => expect(frame()).not.toBe(before));
    say({ type: 'phone.problem', code: 'key_refused' });
    expect((await bar()).textContent).toContain('Nie działa');
    await user.click(await bar());
    expect(screen.getByRole('alert').textContent).toContain(plPhone.trouble.key_refused.text);
    expect(server.asked).toHaveLength(3);
  });

  it('takes a renewed key as soon as it has no call', async () => {
    const { client } = await running();
    say({ type: 'phone.activity', state: 'talking' });
    const before = frame();
    answer = { ...session, key: 'second-key' };
    void client.invalidateQueries({ queryKey: ['settings'] });
    await waitFor(() => expect(server.asked).toHaveLength(2));
    expect(frame()).toBe(before);
    say({ type: 'phone.activity', state: 'idle' });
    await waitFor(() => expect(frame()).not.toBe(before));
  });

  it('keeps its page when only the time of renewal is new', async () => {
    const { client } = await running();
    const before = frame();
    const renewAt = '2099-02-01T00:00:00.000Z';
    answer = { ...session, renewAt };
    void client.invalidateQueries({ queryKey: ['settings'] });
    await waitFor(() =>
      expect(client.getQueryData(['settings', 'phone-session'])).toMatchObject({ renewAt }),
    );
    expect(frame()).toBe(before);
  });

  it('opens when it rings, and names the caller', async () => {
    await open('pl', [ringing]);
    await bar();
    say({ type: 'phone.ready', registered: true });
    expect((await bar()).textContent).toContain('Dzwoni');
    expect((await bar()).getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText('Dzwoni Jan Kowalski')).toBeTruthy();
  });

  it('says where to answer while it does not work itself', async () => {
    await open('pl', [ringing]);
    await bar();
    say({ type: 'phone.problem', code: 'script_blocked' });
    expect((await bar()).textContent).toContain('Nie działa');
    expect((await bar()).getAttribute('aria-expanded')).toBe('false');
    await user.click(await bar());
    expect(screen.getByText('Dzwoni Jan Kowalski').parentElement?.textContent).toContain(
      'Odbierz na telefonie na biurku.',
    );
  });

  it('opens for a call of the widget alone and goes back to what it was', async () => {
    await running();
    say({ type: 'phone.activity', state: 'ringing' });
    expect((await bar()).getAttribute('aria-expanded')).toBe('true');
    expect(onBusy.mock.lastCall).toEqual([true]);
    say({ type: 'phone.activity', state: 'idle' });
    expect((await bar()).getAttribute('aria-expanded')).toBe('false');
    expect(onBusy.mock.lastCall).toEqual([false]);
  });

  it('checks the microphone', async () => {
    await running();
    await user.click(await bar());
    await user.click(screen.getByRole('button', { name: 'Sprawdź mikrofon' }));
    say({ type: 'phone.microphone', state: 'granted' });
    expect(screen.getByText('Mikrofon działa.')).toBeTruthy();
    say({ type: 'phone.microphone', state: 'missing' });
    expect(screen.getByText(/Nie znaleziono mikrofonu/)).toBeTruthy();
  });

  it('says that the ring would be silent until something is pressed', async () => {
    Object.defineProperty(navigator, 'userActivation', {
      value: { hasBeenActive: false },
      configurable: true,
    });
    localStorage.setItem('callboard.phone', 'open');
    await running();
    expect(screen.getByText('Dzwonek może milczeć')).toBeTruthy();
    expect(screen.getByRole('img', { name: 'Dźwięk jeszcze wyłączony' })).toBeTruthy();
    await user.keyboard('x');
    expect(screen.queryByText('Dzwonek może milczeć')).toBeNull();
  });

  it('shows how it stands in another tab, and is taken from it', async () => {
    Object.defineProperty(navigator, 'locks', { value: fakeLocks(false), configurable: true });
    await open();
    expect(server.asked).toEqual([]);
    act(() =>
      FakeChannel.latest?.onmessage?.({
        data: {
          kind: 'status',
          status: {
            extension: '101',
            stage: 'ready',
            trouble: null,
            warnings: [],
            activity: 'idle',
            microphone: null,
          },
        },
      }),
    );
    expect((await bar()).textContent).toContain('W innej karcie');
    await user.click(await bar());
    await user.click(screen.getByRole('button', { name: 'Używaj tutaj' }));
    await waitFor(() => expect(frame()).not.toBeNull());
    say({ type: 'phone.ready', registered: true });
    expect((await bar()).textContent).toContain('Gotowy');
  });

  it('says that it needs https where the browser has no locks', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    await renderScreen(<Phone pops={[]} onBusy={onBusy} />);
    await user.click(await bar());
    expect(screen.getByText(plPhone.trouble.https_missing.title)).toBeTruthy();
  });
});
