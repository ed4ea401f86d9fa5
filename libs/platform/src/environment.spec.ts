import { EnvironmentError, nearMisses, parseEnvironment } from '.';

const valid = {
  DATABASE_URL: 'postgres://callboard@localhost/callboard',
  APP_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};

describe('parseEnvironment', () => {
  it('fills in the documented defaults', () => {
    expect(parseEnvironment(valid)).toMatchObject({
      PORT: 3000,
      DATA_DIR: '.data',
      DEMO: false,
      LOG_LEVEL: 'info',
      PUBLIC_URL: 'http://localhost:3000',
    });
  });

  it('derives the public address from host and port, and drops a trailing slash of a given one', () => {
    expect(parseEnvironment({ ...valid, HOST: '10.0.0.5', PORT: '8080' }).PUBLIC_URL).toBe(
      'http://10.0.0.5:8080',
    );
    expect(parseEnvironment({ ...valid, PUBLIC_URL: 'https://pbx.example.com/' }).PUBLIC_URL).toBe(
      'https://pbx.example.com',
    );
  });

  it.each(['0.0.0.0', '::', '10.0.0.5'])('keeps a demo on this machine with HOST=%s', (HOST) => {
    const { DEMO, HOST: host, PUBLIC_URL } = parseEnvironment({ ...valid, DEMO: 'true', HOST });
    expect({ DEMO, host, PUBLIC_URL }).toEqual({
      DEMO: true,
      host: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:3000',
    });
  });

  it('treats an empty value as absent, as compose files write them', () => {
    expect(parseEnvironment({ ...valid, REDIS_URL: '' }).REDIS_URL).toBeUndefined();
  });

  it.each([
    [{ S3_ENDPOINT: 'https://s3.example.com' }, ['S3_BUCKET']],
    [{ S3_BUCKET: 'calls' }, ['S3_REGION']],
    [{ S3_BUCKET: 'calls', S3_REGION: 'eu-central-1', S3_ACCESS_KEY_ID: 'a' }, ['S3_SECRET_ACCESS_KEY']],
    [{ S3_BUCKET: 'calls', S3_REGION: 'eu-central-1', S3_SECRET_ACCESS_KEY: 'a' }, ['S3_ACCESS_KEY_ID']],
    [{ S3_BUCKET: 'calls', S3_REGION: 'eu-central-1' }, []],
    [{ S3_BUCKET: 'calls', S3_ENDPOINT: 'https://s3.example.com' }, []],
  ])('wants an object storage whole: %j', (variables, missing) => {
    const problems = (): readonly string[] => {
      try {
        parseEnvironment({ ...valid, ...variables });
        return [];
      } catch (error) {
        return (error as EnvironmentError).problems;
      }
    };
    expect(problems().map((problem) => problem.split(':')[0])).toEqual(missing);
  });

  it('lists every problem of one start at once', () => {
    const attempt = (): unknown =>
      parseEnvironment({
        PORT: 'http',
        DATABASE_URL: 'mysql://x',
        DEMO: 'yes',
        ADMIN_EMAIL: 'a@example.com',
      });
    expect(attempt).toThrow(EnvironmentError);
    try {
      attempt();
    } catch (error) {
      const problems = (error as EnvironmentError).problems.join('\n');
      for (const name of [
        'PORT',
        'DATABASE_URL',
        'DEMO',
        'APP_ENCRYPTION_KEY: is required',
        'ADMIN_PASSWORD',
      ]) {
        expect(problems).toContain(name);
      }
    }
  });

  it('refuses an encryption key that is not 32 bytes', () => {
    expect(() => parseEnvironment({ ...valid, APP_ENCRYPTION_KEY: 'c2hvcnQ=' })).toThrow(
      'base64 of 32 bytes',
    );
  });

  it.each(['true', '1', '127.0.0.1', 'loopback, 10.0.0.0/8', '2001:db8::/32'])(
    'trusts proxies as %s',
    (value) => {
      expect(parseEnvironment({ ...valid, TRUST_PROXY: value }).TRUST_PROXY).toBe(value);
    },
  );

  it.each(['proxy.local', '10.0.0.0/99', '127.0.0.1;10.0.0.1'])('refuses %s as a proxy', (value) => {
    expect(() => parseEnvironment({ ...valid, TRUST_PROXY: value })).toThrow('TRUST_PROXY');
  });
});

describe('nearMisses', () => {
  it('points a typing error at the name that was meant', () => {
    expect(nearMisses({ DATABSE_URL: 'x', REDIS_URI: 'y' })).toEqual([
      'DATABSE_URL is not known; did you mean DATABASE_URL?',
      'REDIS_URI is not known; did you mean REDIS_URL?',
    ]);
  });

  it('leaves names of other programs alone', () => {
    expect(
      nearMisses({ HOME: '/root', PATH: '/bin', LANGUAGE: 'pl', HOSTNAME: 'box', npm_config_cache: 'x' }),
    ).toEqual([]);
  });
});
