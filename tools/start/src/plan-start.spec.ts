import { EnvironmentError } from '@callboard/platform';
import { planStart } from './plan-start';

const key = Buffer.alloc(32, 1).toString('base64');
const databaseUrl = 'postgres://crm@db.example.com/crm';

describe('planStart', () => {
  it('runs the demo on this machine only when nothing is set', () => {
    const plan = planStart({}, '/srv/callboard');
    expect(plan).toMatchObject({ demo: true, embeddedDatabase: true, dataDir: '/srv/callboard/.data/demo' });
    expect(plan.environment).toMatchObject({
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:3000',
      PBX_URL_ALLOW_PRIVATE: true,
    });
  });

  it('shows the demo under the chosen port', () => {
    expect(planStart({ PORT: '8080' }, '/').environment).toMatchObject({
      PORT: 8080,
      PUBLIC_URL: 'http://localhost:8080',
    });
  });

  it('keeps the demo away from everything real', () => {
    const plan = planStart(
      { HOST: '0.0.0.0', REDIS_URL: 'redis://queue.example.com', APP_ENCRYPTION_KEY: key },
      '/srv',
    );
    expect(plan.environment.HOST).toBe('127.0.0.1');
    expect(plan.environment.REDIS_URL).toBeUndefined();
    expect(plan.ignored).toEqual(['HOST', 'REDIS_URL', 'APP_ENCRYPTION_KEY']);
  });

  it('runs the real thing with an embedded database for DEMO=false', () => {
    const plan = planStart({ DEMO: 'false', DATA_DIR: '/var/lib/crm' }, '/srv');
    expect(plan).toMatchObject({ demo: false, embeddedDatabase: true, dataDir: '/var/lib/crm', ignored: [] });
    expect(plan.environment).toMatchObject({ HOST: '0.0.0.0', PBX_URL_ALLOW_PRIVATE: false });
  });

  it('runs the real thing on a given database', () => {
    const plan = planStart({ DATABASE_URL: databaseUrl, APP_ENCRYPTION_KEY: key }, '/srv');
    expect(plan).toMatchObject({ demo: false, embeddedDatabase: false });
    expect(plan.environment.DATABASE_URL).toBe(databaseUrl);
  });

  it('wants a key for a given database', () => {
    expect(() => planStart({ DATABASE_URL: databaseUrl }, '/srv')).toThrow('APP_ENCRYPTION_KEY: is required');
  });

  it('lists every problem at once', () => {
    const bad = () =>
      planStart({ PORT: 'http', DEMO: 'maybe', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' }, '/');
    expect(bad).toThrow(EnvironmentError);
    for (const name of ['PORT', 'DEMO', 'LOG_LEVEL', 'DATABASE_URL']) {
      expect(bad).toThrow(name);
    }
  });

  it('takes empty variables for absent ones', () => {
    expect(planStart({ DATABASE_URL: '', DEMO: '', PORT: '' }, '/srv')).toMatchObject({
      demo: true,
      embeddedDatabase: true,
    });
  });
});
