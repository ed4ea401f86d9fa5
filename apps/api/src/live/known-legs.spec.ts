import { KnownLegs } from './known-legs';

describe('KnownLegs', () => {
  it('tells once of each leg, and again of another call or after it was a call of its own', () => {
    const legs = new KnownLegs();
    const told = ([null, 'one', 'one', 'other', 'other', null, 'other'] as const).map((helperOfId) =>
      legs.isNews('leg', helperOfId),
    );
    expect(told).toEqual([false, true, false, true, false, false, true]);
  });

  it('forgets the ones it heard of longest ago', () => {
    const legs = new KnownLegs();
    expect(legs.isNews('first', 'call')).toBe(true);
    for (let count = 0; count < 1_000; count += 1) {
      legs.isNews(`leg ${count}`, 'call');
    }
    expect(legs.isNews('leg 999', 'call')).toBe(false);
    expect(legs.isNews('first', 'call')).toBe(true);
  });
});
