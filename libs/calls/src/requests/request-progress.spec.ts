import { callRequestFailure, callRequestState } from '@callboard/contracts';
import fc from 'fast-check';
import { isFinal, nextProgress, type RequestProgress, type ToldProgress } from './request-progress';

const failure = fc.option(fc.constantFrom(...callRequestFailure.options), { nil: null });
const present: fc.Arbitrary<RequestProgress> = fc.record({
  state: fc.constantFrom(...callRequestState.options),
  failure,
});
const told: fc.Arbitrary<ToldProgress> = fc.record({
  about: fc.constantFrom('own_phone', 'customer'),
  state: fc.constantFrom('phone_ringing', 'customer_ringing', 'talking', 'ended', 'failed', 'unknown'),
  failure,
});

describe('the progress of a wish', () => {
  it('never goes back and never begins again once it has ended', () => {
    fc.assert(
      fc.property(present, fc.array(told, { maxLength: 12 }), (start, news) => {
        const order = callRequestState.options.filter((state) => !isFinal(state));
        let before = start;
        for (const one of news) {
          const after = nextProgress(before, one);
          if (isFinal(before.state)) {
            expect(isFinal(after.state)).toBe(true);
          } else if (!isFinal(after.state)) {
            expect(order.indexOf(after.state)).toBeGreaterThanOrEqual(order.indexOf(before.state));
          }
          before = after;
        }
      }),
    );
  });

  it('does not change by what is told twice', () => {
    fc.assert(
      fc.property(present, told, (start, news) => {
        const once = nextProgress(start, news);
        expect(nextProgress(once, news)).toBe(once);
      }),
    );
  });

  it('is not moved before it was dialled, nor after nobody knew', () => {
    fc.assert(
      fc.property(told, (news) => {
        for (const state of ['requested', 'unknown'] as const) {
          const start = { state, failure: null };
          expect(nextProgress(start, news)).toBe(start);
        }
      }),
    );
  });

  it('hears of the own phone only until the customer’s rings', () => {
    const inVain: ToldProgress = { about: 'own_phone', state: 'failed', failure: 'phone_not_answered' };
    const ringing = { state: 'customer_ringing', failure: null } as const;
    expect(nextProgress(ringing, inVain)).toBe(ringing);
    expect(nextProgress({ state: 'phone_ringing', failure: null }, inVain)).toEqual({
      state: 'failed',
      failure: 'phone_not_answered',
    });
  });

  it('corrects an end by what is known better', () => {
    const better: ToldProgress = { about: 'customer', state: 'failed', failure: 'customer_busy' };
    expect(nextProgress({ state: 'ended', failure: null }, better)).toEqual({
      state: 'failed',
      failure: 'customer_busy',
    });
  });
});
