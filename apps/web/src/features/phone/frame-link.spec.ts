import type { FromPhone } from '@callboard/contracts';
import { linkFrame } from './frame-link';

const origin = 'https://phone.example.com';
const start = {
  type: 'phone.start' as const,
  key: 'the-key',
  login: '245673-101',
  scriptUrls: [],
  shape: 'rounded' as const,
  position: 'bottom_right' as const,
  language: 'pl' as const,
};

function open() {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const posted: { message: unknown; target: string }[] = [];
  Object.assign(frame.contentWindow ?? {}, {
    postMessage: (message: unknown, target: string) => posted.push({ message, target }),
  });
  const messages: FromPhone[] = [];
  const told: string[] = [];
  const link = linkFrame(frame, origin, start, {
    onMessage: (message) => messages.push(message),
    onUnreachable: () => told.push('unreachable'),
    onFrozen: () => told.push('frozen'),
  });
  const say = (data: unknown, from: { origin?: string; source?: Window | null } = {}) =>
    window.dispatchEvent(new MessageEvent('message', { data, origin, source: frame.contentWindow, ...from }));
  return { link, posted, messages, told, say };
}

describe('the talk with the phone’s page', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands the key to the exact origin, and only when asked', () => {
    const { posted, say } = open();
    expect(posted).toEqual([]);
    say({ type: 'phone.waiting' });
    expect(posted).toEqual([{ message: start, target: origin }]);
  });

  it('hears neither another origin nor another window', () => {
    const { posted, messages, say } = open();
    say({ type: 'phone.waiting' }, { origin: 'https://evil.example' });
    say({ type: 'phone.waiting' }, { source: window });
    expect([posted, messages]).toEqual([[], []]);
  });

  it.each([[null], ['phone.waiting'], [{ type: 'phone.problem', code: 'made_up' }], [{ type: 'other' }]])(
    'ignores %j',
    (data) => {
      const { messages, say } = open();
      say(data);
      expect(messages).toEqual([]);
    },
  );

  it('says when the page never came', () => {
    const { told } = open();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual(['unreachable']);
  });

  it('says once when a page that was there falls silent', () => {
    const { told, say } = open();
    say({ type: 'phone.waiting' });
    for (let beat = 0; beat < 20; beat += 1) {
      jest.advanceTimersByTime(5_000);
      say({ type: 'phone.heartbeat' });
    }
    expect(told).toEqual([]);
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual(['frozen']);
  });

  it('takes no sleep of the machine for silence', () => {
    const { told, say } = open();
    say({ type: 'phone.waiting' });
    jest.setSystemTime(Date.now() + 8 * 3_600_000);
    jest.advanceTimersByTime(4_000);
    expect(told).toEqual([]);
  });

  it('asks for the microphone, and ends when it is closed', () => {
    const { link, posted, messages, told, say } = open();
    link.checkMicrophone();
    expect(posted).toEqual([{ message: { type: 'phone.checkMicrophone' }, target: origin }]);
    link.close();
    say({ type: 'phone.waiting' });
    jest.advanceTimersByTime(60_000);
    expect([messages, told]).toEqual([[], []]);
  });
});
