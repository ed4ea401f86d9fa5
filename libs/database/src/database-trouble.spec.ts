import { DomainError } from '@callboard/platform';
import { isDatabaseTrouble } from './database-trouble';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('isDatabaseTrouble', () => {
  it.each(['ECONNREFUSED', '08006', '25P03', '40P01', '40001', '53300', '55P03', '57P01', '57014'])(
    'waits for the end of %s',
    (code) => {
      expect(isDatabaseTrouble(withCode(code))).toBe(true);
    },
  );

  it.each([
    withCode('22P05'),
    withCode('23505'),
    withCode('25001'),
    withCode('408'),
    new TypeError('x is undefined'),
    new DomainError('impossible', 'No'),
    'text',
  ])('blames the query for %s', (error) => {
    expect(isDatabaseTrouble(error)).toBe(false);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client was closed and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
    'Database connection provided by a query runner was already released, cannot continue to use its querying methods anymore.',
  ])('knows what the driver means by "%s"', (message) => {
    expect(isDatabaseTrouble(new Error(message))).toBe(true);
  });
});
