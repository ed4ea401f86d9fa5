import { readableLine } from './child-log';

describe('readableLine', () => {
  it('shows level, message and error of a JSON log line', () => {
    const line = JSON.stringify({ level: 40, msg: 'The database is away', err: { message: 'ECONNREFUSED' } });
    expect(readableLine('api', line)).toBe('api     warn  The database is away: ECONNREFUSED');
  });

  it('says a message once', () => {
    const line = JSON.stringify({ level: 50, msg: 'boom', err: { message: 'boom' } });
    expect(readableLine('worker', line)).toBe('worker  error boom');
  });

  it.each(['plain words', '{not json'])('keeps %j as it is', (line) => {
    expect(readableLine('pbx', line)).toBe(`pbx     ${line}`);
  });
});
