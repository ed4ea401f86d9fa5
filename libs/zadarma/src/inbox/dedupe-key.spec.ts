import fc from 'fast-check';
import { dedupeKey } from './dedupe-key';

const at = new Date('2026-03-05T09:15:10.000Z');

describe('dedupeKey', () => {
  it('does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (fields) => {
        const backwards = Object.fromEntries(Object.entries(fields).reverse());
        expect(dedupeKey('webhook', backwards, at)).toBe(dedupeKey('webhook', fields, at));
      }),
    );
  });

  it('differs when any value, name or source differs', () => {
    const keys = [
      dedupeKey('webhook', { a: '1', b: '2' }, at),
      dedupeKey('webhook', { a: '1', b: '3' }, at),
      dedupeKey('webhook', { a: '1', c: '2' }, at),
      dedupeKey('webhook', { a: '1' }, at),
      dedupeKey('statistics', { a: '1', b: '2' }, at),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('ignores the moment of receipt for events with an id', () => {
    const fields = { event: 'NOTIFY_END', pbx_call_id: 'in_1' };
    expect(dedupeKey('webhook', fields, new Date(0))).toBe(dedupeKey('webhook', fields, at));
  });

  it.each(['SMS', 'NUMBER_LOOKUP'])('tells equal %s of different minutes apart', (event) => {
    const key = (time: string) => dedupeKey('webhook', { event, result: '{}' }, new Date(time));
    expect(key('2026-03-05T09:15:59Z')).toBe(key('2026-03-05T09:15:00Z'));
    expect(key('2026-03-05T09:16:00Z')).not.toBe(key('2026-03-05T09:15:59Z'));
  });
});
