import { DomainError } from '@callboard/platform';
import { isPassing } from './event-trouble';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isPassing', () => {
  it.each(['ECONNREFUSED', '08006', '40P01', '40001', '53300', '55P03', '57P01', '57014'])(
    'waits for the end of %s',
    (code) => {
      expect(isPassing(withCode(code))).toBe(true);
    },
  );

  it.each([
    withCode('22P05'),
    withCode('23505'),
    withCode('408'),
    new TypeError('x is undefined'),
    new DomainError('impossible', 'No'),
    'text',
  ])('blames the event for %s', (error) => {
    expect(isPassing(error)).toBe(false);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('knows what the driver means by "%s"', (message) => {
    expect(isPassing(new Error(message))).toBe(true);
  });
});
