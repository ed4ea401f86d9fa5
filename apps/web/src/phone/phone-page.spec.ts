import type { FromPhone, ToPhone } from '@callboard/contracts';
import { ParentWindow } from './parent-window';
import { PhonePage } from './phone-page';

const application = 'https://crm.example.com';
const start: Extract<ToPhone, { type: 'phone.start' }> = {
  type: 'phone.start',
  key: 'the-key',
  login: '123456-101',
  scriptUrls: ['https://widget.example/lib.js', 'https://widget.example/fn.js'],
  shape: 'rounded',
  position: 'bottom_right',
  language: 'pl',
};

type Widget = Record<string, unknown>;
const globals = window as unknown as Widget;
const names = ['zadarmaWidgetFn', 'zdrmWebrtcPhoneInterface', 'zdrmWPhI', 'zdrmWebrtcPhone', 'zdrmWebPhone'];

/** The window that embeds the page. */
let parent: Window;
let told: [FromPhone, string][];
let reload: jest.Mock;
let listeners: [string, EventListenerOrEventListenerObject, unknown][];

beforeEach(() => {
  jest.useFakeTimers();
  document.head.replaceChildren();
  parent = document.body.appendChild(document.createElement('iframe')).contentWindow as Window;
  told = [];
  parent.postMessage = (message: unknown, target: unknown) => void told.push([message, target] as never);
  reload = jest.fn();
  listeners = [];
  jest.spyOn(window, 'addEventListener').mockImplementation((...listener: [string, unknown, unknown?]) => {
    listeners.push(listener as never);
    EventTarget.prototype.addEventListener.apply(window, listener as never);
  });
  Object.defineProperty(window, 'parent', { value: parent, configurable: true });
  Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true });
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true });
  new PhonePage(window, new ParentWindow(window, application), reload).open();
});

afterEach(() => {
  // A body of its own for each page, so that no earlier one still watches it.
  document.body = document.createElement('body');
  listeners.forEach(([name, listener, options]) =>
    window.removeEventListener(name, listener, options as AddEventListenerOptions),
  );
  names.forEach((name) => delete globals[name]);
  Object.defineProperty(navigator, 'permissions', { value: undefined, configurable: true });
  Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true });
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** What the application was told, without the signs of life. */
const messages = () => told.map(([message]) => message).filter(({ type }) => type !== 'phone.heartbeat');
const last = () => messages().at(-1);

function say(data: unknown, origin = application, source: Window | null = parent): void {
  window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
}

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

/** The address of the script that is being loaded, which then comes or fails. */
async function nextScript(outcome: 'load' | 'error'): Promise<string> {
  await pass(0);
  const script = document.head.querySelector('script:not([data-done])');
  script?.setAttribute('data-done', '');
  script?.dispatchEvent(new Event(outcome));
  await pass(0);
  return script?.getAttribute('src') ?? '';
}

/** Both scripts come, and the widget with them under this name. */
async function loadWidget(interfaceName = 'zdrmWebrtcPhoneInterface'): Promise<jest.Mock> {
  const widget = jest.fn();
  await nextScript('load');
  await nextScript('load');
  Object.assign(globals, { zadarmaWidgetFn: widget, [interfaceName]: {} });
  await pass(200);
  return widget;
}

function draw(text: string, state?: string): HTMLElement {
  const box = document.querySelector<HTMLElement>('.webphone') ?? document.createElement('div');
  box.className = 'webphone';
  box.textContent = text;
  if (state) {
    box.dataset.state = state;
  }
  document.body.append(box);
  return box;
}

function setMicrophone(state: PermissionState, devices: string[] = ['audioinput']): EventTarget {
  const permission = Object.assign(new EventTarget(), { state });
  Object.defineProperty(navigator, 'permissions', {
    value: { query: () => Promise.resolve(permission) },
    configurable: true,
  });
  const enumerateDevices = () => Promise.resolve(devices.map((kind) => ({ kind })));
  Object.defineProperty(navigator, 'mediaDevices', {
    value: Object.assign(new EventTarget(), {
      enumerateDevices,
      getUserMedia: () =>
        permission.state === 'denied'
          ? Promise.reject(Object.assign(new Error('no'), { name: 'NotAllowedError' }))
          : Promise.resolve({ getTracks: () => [] }),
    }),
    configurable: true,
  });
  return permission;
}

describe('the phone’s page', () => {
  it('asks for a start until it gets one, of the application alone', async () => {
    expect(told[0]).toEqual([{ type: 'phone.waiting' }, application]);
    await pass(10_000);
    expect(messages()).toHaveLength(3);
    say(start);
    await pass(10_000);
    expect(messages().filter(({ type }) => type === 'phone.waiting')).toHaveLength(3);
    expect(told.every(([, target]) => target === application)).toBe(true);
  });

  it('beats like a heart, whatever happens', async () => {
    await pass(5_000);
    expect(told).toContainEqual([{ type: 'phone.heartbeat' }, application]);
  });

  it.each([
    ['another origin', () => say(start, 'https://evil.example')],
    ['the application’s http twin', () => say(start, 'http://crm.example.com')],
    ['another window', () => say(start, application, window)],
    ['nobody', () => say(start, application, null)],
    ['somebody who talks nonsense', () => say({ type: 'phone.start', key: 5 })],
  ])('does nothing for %s', async (_, knock) => {
    knock();
    await pass(100);
    expect(document.querySelector('script')).toBeNull();
    expect(messages()).toEqual([{ type: 'phone.waiting' }]);
  });

  it('loads the scripts one after another and hands the widget what it needs', async () => {
    say(start);
    expect(await nextScript('load')).toBe(start.scriptUrls[0]);
    expect(document.head.querySelectorAll('script')).toHaveLength(2);
    expect(await nextScript('load')).toBe(start.scriptUrls[1]);
    const widget = jest.fn();
    Object.assign(globals, { zadarmaWidgetFn: widget, zdrmWebrtcPhoneInterface: {} });
    await pass(200);
    expect(widget.mock.calls).toEqual([
      ['the-key', '123456-101', 'rounded', 'pl', true, { right: '10px', bottom: '5px' }],
    ]);
    expect(document.documentElement.lang).toBe('pl');
  });

  it.each(names.slice(1))('knows a build of the widget that names itself %s', async (name) => {
    say(start);
    expect(await loadWidget(name)).toHaveBeenCalledTimes(1);
  });

  it('is ready as soon as the widget shows it, and tells of calls', async () => {
    say(start);
    await loadWidget();
    draw('Telefon gotowy', 'ready');
    await pass(0);
    expect(messages().slice(-2)).toEqual([
      { type: 'phone.ready', registered: true },
      { type: 'phone.activity', state: 'idle' },
    ]);
    draw('+48601000001', 'ringing');
    await pass(0);
    expect(last()).toEqual({ type: 'phone.activity', state: 'ringing' });
  });

  it('is ready after a while with a widget that shows nothing, and does not claim more', async () => {
    say(start);
    await loadWidget();
    await pass(2_000);
    expect(messages()).not.toContainEqual(expect.objectContaining({ type: 'phone.ready' }));
    await pass(2_000);
    expect(last()).toEqual({ type: 'phone.ready', registered: null });
  });

  it('reads the state of calls where an older build has it', async () => {
    say(start);
    await loadWidget('zdrmWPhI');
    globals.zdrmWPhI = { apiWidget: { callState: 'incoming' } };
    await pass(600);
    expect(last()).toEqual({ type: 'phone.activity', state: 'ringing' });
    globals.zdrmWPhI = {
      get apiWidget() {
        throw new Error('renamed');
      },
    };
    await pass(600);
    expect(last()).toEqual({ type: 'phone.activity', state: 'ringing' });
  });

  it.each([
    ['script_blocked', () => nextScript('error')],
    ['load_timeout', () => pass(12_100)],
    [
      'globals_missing',
      async () => {
        await nextScript('load');
        await nextScript('load');
        await pass(10_100);
      },
    ],
  ])('says %s when the widget does not come', async (code, happen) => {
    say(start);
    await pass(0);
    await happen();
    expect(last()).toEqual({ type: 'phone.problem', code });
  });

  it('says so too when a script is blocked that the scripts of the widget bring', async () => {
    say(start);
    await nextScript('load');
    await nextScript('load');
    const inner = document.createElement('script');
    document.head.append(inner);
    inner.dispatchEvent(new Event('error'));
    await pass(0);
    expect(last()).toEqual({ type: 'phone.problem', code: 'script_blocked' });
  });

  it.each([
    ['WebRTC integration is disabled', 'domain_not_registered'],
    ['integrationDisabled', 'domain_not_registered'],
    ['Sip not found', 'key_refused'],
  ])('understands that the widget complains: %s', async (words, code) => {
    say(start);
    await loadWidget();
    draw(words);
    await pass(0);
    expect(last()).toEqual({ type: 'phone.problem', code });
    draw('Telefon gotowy', 'ready');
    await pass(0);
    expect(messages()).toContainEqual({ type: 'phone.ready', registered: true });
  });

  it('does not take what the widget keeps in its code for a complaint', async () => {
    say(start);
    await loadWidget();
    const script = document.createElement('script');
    script.type = 'text/template';
    script.text = 'Sip not found';
    document.body.append(script);
    await pass(4_000);
    expect(last()).toEqual({ type: 'phone.ready', registered: null });
  });

  it('does not even try without https', async () => {
    Object.defineProperty(window, 'isSecureContext', { value: false, configurable: true });
    say(start);
    await pass(0);
    expect(last()).toEqual({ type: 'phone.problem', code: 'https_missing' });
    expect(document.querySelector('script')).toBeNull();
  });

  it('says when the network goes and comes back', async () => {
    say(start);
    await loadWidget();
    draw('', 'ready');
    await pass(0);
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    window.dispatchEvent(new Event('offline'));
    expect(last()).toEqual({ type: 'phone.problem', code: 'offline' });
    Object.defineProperty(navigator, 'onLine', { value: true, configurable: true });
    window.dispatchEvent(new Event('online'));
    expect(messages().slice(-2)).toEqual([
      { type: 'phone.ready', registered: true },
      { type: 'phone.activity', state: 'idle' },
    ]);
    expect(reload).not.toHaveBeenCalled();
  });

  it('starts anew once the network is there, if it was missing at the start', async () => {
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    say(start);
    await pass(0);
    expect(last()).toEqual({ type: 'phone.problem', code: 'offline' });
    Object.defineProperty(navigator, 'onLine', { value: true, configurable: true });
    window.dispatchEvent(new Event('online'));
    expect(reload).toHaveBeenCalledTimes(1);
  });

  describe('with another start', () => {
    it('goes on with the same key, and says again how it stands', async () => {
      say(start);
      const widget = await loadWidget();
      draw('', 'ready');
      await pass(0);
      const before = messages().length;
      say(start);
      await pass(0);
      expect(messages().slice(before)).toContainEqual({ type: 'phone.ready', registered: true });
      expect(widget).toHaveBeenCalledTimes(1);
      expect(reload).not.toHaveBeenCalled();
    });

    it('takes a new key by starting anew, but not while there is a call', async () => {
      say(start);
      await loadWidget();
      draw('', 'talking');
      await pass(0);
      say({ ...start, key: 'the-next-key' });
      await pass(1_000);
      expect(reload).not.toHaveBeenCalled();
      draw('', 'ready');
      await pass(0);
      expect(reload).toHaveBeenCalledTimes(1);
    });

    it('tries again after a failure', async () => {
      say(start);
      await nextScript('error');
      say(start);
      expect(reload).toHaveBeenCalledTimes(1);
    });
  });

  describe('and the microphone', () => {
    it.each([
      ['denied', ['audioinput'], 'denied', 'microphone_denied'],
      ['prompt', ['audiooutput'], 'missing', 'microphone_missing'],
    ] as const)('%s with %j is in the way', async (permission, devices, state, code) => {
      setMicrophone(permission, [...devices]);
      say(start);
      await loadWidget();
      draw('', 'ready');
      await pass(4_000);
      expect(messages()).toContainEqual({ type: 'phone.microphone', state });
      expect(messages()).toContainEqual({ type: 'phone.problem', code });
      expect(messages()).not.toContainEqual(expect.objectContaining({ type: 'phone.ready' }));
      // It rings all the same.
      draw('', 'ringing');
      await pass(0);
      expect(last()).toEqual({ type: 'phone.activity', state: 'ringing' });
    });

    it('granted later is no longer in the way', async () => {
      const permission = setMicrophone('denied');
      say(start);
      await loadWidget();
      draw('', 'ready');
      await pass(0);
      Object.assign(permission, { state: 'granted' });
      permission.dispatchEvent(new Event('change'));
      await pass(0);
      expect(messages()).toContainEqual({ type: 'phone.ready', registered: true });
    });

    it('is tried when the application asks, and only then', async () => {
      setMicrophone('prompt');
      const ask = jest.spyOn(navigator.mediaDevices, 'getUserMedia');
      say(start);
      await loadWidget();
      expect(ask).not.toHaveBeenCalled();
      expect(messages()).toContainEqual({ type: 'phone.microphone', state: 'unknown' });
      say({ type: 'phone.checkMicrophone' });
      await pass(0);
      expect(messages()).toContainEqual({ type: 'phone.microphone', state: 'granted' });
    });
  });
});
