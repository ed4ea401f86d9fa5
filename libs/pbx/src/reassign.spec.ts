import fc from 'fast-check';
import { type Period, reassign } from './reassign';

const now = new Date('2026-03-05T09:15:00.000Z');
const earlier = new Date('2026-03-01T08:00:00.000Z');

describe('reassign', () => {
  it('makes the first assignment valid since ever', () => {
    expect(reassign([], 'jan', now)).toEqual({
      closeAt: null,
      dropOpen: false,
      open: { employeeId: 'jan', validFrom: null, validTo: null },
    });
  });

  it('ends the former assignment now and starts the next one there', () => {
    const history = [{ employeeId: 'jan', validFrom: null, validTo: null }];
    expect(reassign(history, 'ewa', now)).toEqual({
      closeAt: now,
      dropOpen: false,
      open: { employeeId: 'ewa', validFrom: now, validTo: null },
    });
  });

  it('starts a later assignment now although nobody had the extension in between', () => {
    const history = [{ employeeId: 'jan', validFrom: null, validTo: earlier }];
    expect(reassign(history, 'jan', now)?.open).toEqual({ employeeId: 'jan', validFrom: now, validTo: null });
  });

  it('changes nothing if the extension is already that person’s, or nobody’s', () => {
    expect(reassign([{ employeeId: 'jan', validFrom: null, validTo: null }], 'jan', now)).toBeNull();
    expect(reassign([{ employeeId: 'jan', validFrom: null, validTo: earlier }], null, now)).toBeNull();
    expect(reassign([], null, now)).toBeNull();
  });

  it('drops a period that would be empty', () => {
    const history = [
      { employeeId: 'jan', validFrom: null, validTo: now },
      { employeeId: 'ewa', validFrom: now, validTo: null },
    ];
    expect(reassign(history, 'ola', now)).toEqual({
      closeAt: null,
      dropOpen: true,
      open: { employeeId: 'ola', validFrom: now, validTo: null },
    });
  });

  it('never lets two periods overlap and always ends with the last one asked for, whatever the clocks say', () => {
    const step = fc.record({
      employeeId: fc.option(fc.constantFrom('jan', 'ewa', 'ola')),
      at: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        const history = steps.reduce(
          (periods, { employeeId, at }) => after(periods, employeeId, new Date(at)),
          [] as Period[],
        );
        const current = history.find(({ validTo }) => validTo === null);
        expect(current?.employeeId ?? null).toBe(steps.at(-1)?.employeeId);
        const bounds = history.map(({ validFrom, validTo }) => [
          validFrom?.getTime() ?? -Infinity,
          validTo?.getTime() ?? Infinity,
        ]);
        bounds.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
        bounds.forEach(([from = 0, to = 0], place) => {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(bounds[place + 1]?.[0] ?? Infinity);
        });
      }),
    );
  });
});

function after(history: readonly Period[], employeeId: string | null, at: Date): Period[] {
  const change = reassign(history, employeeId, at);
  if (!change) {
    return [...history];
  }
  const kept = history
    .filter(({ validTo }) => validTo !== null || !change.dropOpen)
    .map((period) => (period.validTo === null ? { ...period, validTo: change.closeAt } : period));
  return change.open ? [...kept, change.open] : kept;
}
