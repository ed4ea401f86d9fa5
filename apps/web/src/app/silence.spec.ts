import { renderHook } from '@testing-library/react';
import { act } from 'react';
import { callRequest } from '../../test/call-requests';
import { callItem, uuid } from '../../test/calls';
import type { Wish } from '../features/call-requests/wishes';
import type { Pop } from '../features/live/pops';
import { PlayerDoor } from '../features/recordings/player-door';
import { type Calls, useSilenceForCalls } from './silence';

const pop = (changes: Partial<Pop> = {}): Pop => ({
  call: callItem({ status: 'ringing' }),
  extension: '101',
  outcome: null,
  ...changes,
});
const wish = (changes: Partial<Wish> = {}): Wish => ({
  id: 'a press',
  callee: { number: '+48600100200' },
  idempotencyKey: 'a key',
  requestId: null,
  problem: null,
  ...changes,
});

describe('the recording falls silent', () => {
  let silence: jest.SpyInstance;
  let calls: Pick<Calls, 'pops' | 'wishes'>;
  let hook: { result: { current: ReturnType<typeof useSilenceForCalls> }; rerender: () => void };

  beforeEach(() => {
    const door = new PlayerDoor();
    silence = jest.spyOn(door, 'silence');
    calls = { pops: [], wishes: [] };
    hook = renderHook(() => useSilenceForCalls(door, calls));
  });
  const become = (changes: Partial<typeof calls>): void => {
    calls = { ...calls, ...changes };
    hook.rerender();
  };
  const times = () => silence.mock.calls.length;

  it('not as long as nobody calls', () => {
    become({});
    expect(times()).toBe(0);
  });

  it('when a call rings, once, and again when another one does', () => {
    become({ pops: [pop()] });
    expect(times()).toBe(1);
    become({ pops: [pop({ call: callItem({ status: 'ringing', version: 2 }) })] });
    expect(times()).toBe(1);
    const other = pop({ call: callItem({ id: uuid(2), status: 'ringing' }) });
    become({ pops: [pop(), other] });
    expect(times()).toBe(2);
    become({ pops: [pop({ outcome: 'answered' }), other] });
    become({ pops: [other] });
    become({ pops: [] });
    expect(times()).toBe(2);
  });

  it('when a call that was over rings anew', () => {
    become({ pops: [pop()] });
    become({ pops: [pop({ outcome: 'ended' })] });
    become({ pops: [] });
    become({ pops: [pop()] });
    expect(times()).toBe(2);
  });

  it('at the press of a call button, and when the press is repeated', () => {
    become({ wishes: [wish()] });
    expect(times()).toBe(1);
    become({ wishes: [wish({ problem: new Error('offline') })] });
    expect(times()).toBe(1);
    become({ wishes: [wish()] });
    expect(times()).toBe(2);
    become({ wishes: [wish({ requestId: uuid(501) })] });
    expect(times()).toBe(2);
  });

  it('not for what this tab had ordered before it was loaded anew', () => {
    become({ wishes: [wish({ requestId: uuid(501) })] });
    expect(times()).toBe(0);
  });

  it('when another tab ordered a call, and when the own phone rings for it', () => {
    const say = (changes: Parameters<typeof callRequest>[0]): void =>
      act(() => hook.result.current.onRequest(callRequest(changes)));
    say({ version: 1, state: 'requested' });
    expect(times()).toBe(1);
    say({ version: 2, state: 'dialling' });
    expect(times()).toBe(1);
    say({ version: 3, state: 'phone_ringing' });
    expect(times()).toBe(2);
    say({ version: 4, state: 'customer_ringing' });
    say({ version: 5, state: 'talking' });
    say({ version: 6, state: 'ended' });
    say({ version: 3, state: 'phone_ringing' });
    expect(times()).toBe(2);
  });

  it('when the browser phone rings, and not when the talk in it ends', () => {
    act(() => hook.result.current.onPhoneBusy(true));
    expect(times()).toBe(1);
    act(() => hook.result.current.onPhoneBusy(false));
    expect(times()).toBe(1);
    act(() => hook.result.current.onPhoneBusy(true));
    expect(times()).toBe(2);
  });
});
