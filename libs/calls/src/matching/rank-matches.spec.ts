import fc from 'fast-check';
import { type MatchFacts, rankMatches } from './rank-matches';

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const plain: MatchFacts = { id: 'a', managerId: null, chosen: false, latestCallAt: null };

describe('rankMatches', () => {
  it('puts the chosen one first, then a manager, then the latest call', () => {
    const ranked = rankMatches([
      { ...plain, id: 'never called' },
      { ...plain, id: 'called long ago', latestCallAt: day(1) },
      { ...plain, id: 'called lately', latestCallAt: day(2) },
      { ...plain, id: 'managed', managerId: 'anna' },
      { ...plain, id: 'chosen', chosen: true },
    ]);
    expect(ranked.map(({ id }) => id)).toEqual([
      'chosen',
      'managed',
      'called lately',
      'called long ago',
      'never called',
    ]);
  });

  it('does not depend on the order in which contacts are found', () => {
    const candidate = fc.record<MatchFacts>({
      id: fc.uuid(),
      managerId: fc.constantFrom('anna', null),
      chosen: fc.boolean(),
      latestCallAt: fc.constantFrom(null, day(1), day(2)),
    });
    const cases = fc
      .uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(fc.property(cases, ([one, other]) => expect(rankMatches(one)).toEqual(rankMatches(other))));
  });
});
