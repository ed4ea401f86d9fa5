import { changedFields } from './changed-fields';

describe('changedFields', () => {
  const before = { zone: 'UTC', routing: { enabled: true, seconds: 20 }, scripts: ['a', 'b'], days: null };

  it('names what differs with its new value, also within other fields', () => {
    const after = { ...before, zone: 'Europe/Riga', routing: { enabled: true, seconds: 5 }, days: 90 };
    expect(changedFields(before, after)).toEqual({ zone: 'Europe/Riga', 'routing.seconds': 5, days: 90 });
  });

  it('takes a list as one value', () => {
    expect(changedFields(before, { ...before, scripts: ['b', 'a'] })).toEqual({ scripts: ['b', 'a'] });
  });

  it('is empty for what is the same', () => {
    const same = { ...before, routing: { ...before.routing }, scripts: [...before.scripts] };
    expect(changedFields(before, same)).toEqual({});
  });
});
