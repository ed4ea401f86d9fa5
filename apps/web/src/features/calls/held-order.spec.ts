/** @jest-environment node */
import type { CallItem } from '@callboard/contracts';
import fc from 'fast-check';
import { callItem, uuid } from '../../../test/calls';
import { heldOrder, waitingCalls } from './held-order';

/** Call `number` began that many minutes after midnight. */
const call = (number: number, changes: Partial<CallItem> = {}): CallItem =>
  callItem({
    id: uuid(number),
    startedAt: new Date(Date.parse('2026-05-04T00:00:00.000Z') + number * 60_000).toISOString(),
    ...changes,
  });

const ids = (calls: readonly CallItem[]) => calls.map(({ id }) => id);
const asKnown = (known: CallItem): CallItem => known;

describe('the held order of the calls list', () => {
  it('keeps a new call waiting and shows changes of the rows at once', () => {
    const now = [call(3, { status: 'ringing' }), call(2, { status: 'missed', version: 2 }), call(1)];
    const shown = heldOrder([call(2, { status: 'ringing' }), call(1)], now, asKnown);
    expect(ids(shown)).toEqual([uuid(2), uuid(1)]);
    expect(shown[0]?.status).toBe('missed');
    expect(waitingCalls(shown, now)).toEqual([now[0]]);
  });

  it('keeps the row of a call that has left the list, as it is now', () => {
    const over = call(2, { status: 'answered', version: 2 });
    const shown = heldOrder([call(2, { status: 'ringing' }), call(1)], [call(1)], (known) =>
      known.id === over.id ? over : known,
    );
    expect(shown).toEqual([over, call(1)]);
  });

  it('lets the next page come below, and keeps late calls between the rows waiting', () => {
    const now = [call(9), call(8), call(7), call(5), call(4)];
    const shown = heldOrder([call(9), call(7)], now, asKnown);
    expect(ids(shown)).toEqual(ids([call(9), call(7), call(5), call(4)]));
    expect(waitingCalls(shown, now)).toEqual([call(8)]);
  });

  it('never moves, loses or doubles a row, and leaves nothing out that does not wait', () => {
    const list = fc
      .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1 })
      .map((numbers) => numbers.sort((a, b) => b - a));
    fc.assert(
      fc.property(list, fc.array(list, { maxLength: 6 }), (first, later) => {
        let shown: readonly CallItem[] = first.map((number) => call(number));
        later.forEach((numbers, round) => {
          const now = numbers.map((number) => call(number, { version: round + 2 }));
          const before = ids(shown);
          shown = heldOrder(shown, now, asKnown);
          expect(ids(shown).slice(0, before.length)).toEqual(before);
          expect(new Set(ids(shown)).size).toBe(shown.length);
          const listed = new Map(now.map((each) => [each.id, each]));
          expect(shown.every((each) => (listed.get(each.id) ?? each) === each)).toBe(true);
          const waiting = waitingCalls(shown, now);
          expect(new Set([...ids(shown), ...ids(waiting)])).toEqual(new Set([...ids(shown), ...ids(now)]));
          expect(waiting.every(({ id }) => !ids(shown).includes(id))).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });
});
