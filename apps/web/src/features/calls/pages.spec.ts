/** @jest-environment node */
import type { CallItem } from '@callboard/contracts';
import fc from 'fast-check';
import { callItem, uuid } from '../../../test/calls';
import { createCallLedger } from './ledger';
import { callListPage, type CallListPage, placeCall } from './pages';

const start = Date.parse('2026-05-04T10:00:00.000Z');
/** Call `number` began that many minutes after the start of the day. */
const call = (number: number, version: number, missed: boolean): CallItem =>
  callItem({
    id: uuid(number),
    version,
    status: missed ? 'missed' : 'answered',
    startedAt: new Date(start + number * 60_000).toISOString(),
  });

const newestFirst = (calls: CallItem[]) =>
  calls.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt) || b.id.localeCompare(a.id));

/** Applies changes as the cache does, to a list of missed calls. */
function applied(pages: CallListPage[], changes: CallItem[]): CallListPage[] {
  const ledger = createCallLedger();
  return changes.reduce(
    (known, change) => (ledger.accept(change) ? placeCall(known, change, change.status === 'missed') : known),
    pages,
  );
}

const change = fc
  .record({ number: fc.integer({ min: 0, max: 12 }), version: fc.integer({ min: 2, max: 6 }) })
  // A version is one state of a call, whoever tells it.
  .map(({ number, version }) => call(number, version, (number * 7 + version * 3) % 4 !== 0));

const loaded = fc
  .record({ known: fc.uniqueArray(fc.integer({ min: 0, max: 12 })), complete: fc.boolean() })
  .map(({ known, complete }) => {
    const items = newestFirst(known.map((number) => call(number, 1, true)));
    const half = Math.ceil(items.length / 2);
    return [
      callListPage(items.slice(0, half), 'second'),
      callListPage(items.slice(half), complete ? null : 'third'),
    ];
  });

describe('the pages of a call list', () => {
  it('end the same in whatever order and how often changes come', () => {
    fc.assert(
      fc.property(
        loaded,
        fc.array(change, { maxLength: 25 }).chain((changes) =>
          fc.tuple(
            fc.constant(changes),
            fc.shuffledSubarray([...changes, ...changes], {
              minLength: changes.length * 2,
              maxLength: changes.length * 2,
            }),
          ),
        ),
        (pages, [changes, shuffled]) => {
          expect(applied(pages, shuffled)).toEqual(applied(pages, changes));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('stay in order, hold no call twice and nothing that does not belong', () => {
    fc.assert(
      fc.property(loaded, fc.array(change, { maxLength: 25 }), (pages, changes) => {
        const items = applied(pages, changes).flatMap((page) => page.items);
        expect(items).toEqual(newestFirst(items));
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        expect(items.every(({ status }) => status === 'missed')).toBe(true);
      }),
    );
  });

  it('take a new call on top', () => {
    const pages = [callListPage([call(1, 1, true)], null)];
    expect(placeCall(pages, call(2, 1, true), true)[0]?.items.map(({ id }) => id)).toEqual([
      uuid(2),
      uuid(1),
    ]);
  });

  it('leave a call below what is loaded to the page that will bring it', () => {
    const pages = [callListPage([call(5, 1, true)], 'more')];
    expect(placeCall(pages, call(2, 1, true), true)).toEqual(pages);
  });
});
