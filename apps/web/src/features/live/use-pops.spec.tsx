import type { CallItem, CallRinging } from '@callboard/contracts';
import { act, renderHook } from '@testing-library/react';
import { callItem, uuid } from '../../../test/calls';
import { usePops, usePopTimeout } from './use-pops';

const ringing = (call: CallItem): CallRinging => ({
  id: call.id,
  version: call.version,
  extension: '101',
  employeeId: uuid(201),
  at: call.startedAt,
  call,
});

describe('the pops on the screen', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('go in time, whatever happens to other calls meanwhile', () => {
    const call = callItem({ status: 'ringing', extension: null });
    const { result } = renderHook(() => {
      const pops = usePops();
      usePopTimeout(pops.shown[0] ?? { call, extension: '101', outcome: null }, pops.onDismiss);
      return pops;
    });
    act(() => result.current.onRinging(ringing(call)));
    act(() => result.current.onChanged({ ...call, status: 'answered', version: call.version + 1 }));
    expect(result.current.shown).toHaveLength(1);
    for (let second = 0; second < 7; second += 1) {
      const other = callItem({ id: uuid(900 + second), status: 'ringing' });
      act(() => result.current.onRinging(ringing(other)));
      act(() => void jest.advanceTimersByTime(1000));
    }
    expect(result.current.shown.map((pop) => pop.call.id)).not.toContain(call.id);
  });
});
