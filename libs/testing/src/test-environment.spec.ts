import { testRedisUrl } from './test-environment';

describe('the address of the run’s Redis', () => {
  const { TEST_REDIS_URL, REQUIRE_ALL_TESTS } = process.env;
  const set = (name: string, value: string | undefined): void => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  };
  afterEach(() => {
    set('TEST_REDIS_URL', TEST_REDIS_URL);
    set('REQUIRE_ALL_TESTS', REQUIRE_ALL_TESTS);
  });

  it('is an error where Redis is missing and no test may be skipped', () => {
    set('TEST_REDIS_URL', undefined);
    set('REQUIRE_ALL_TESTS', '1');
    expect(testRedisUrl).toThrow(/redis-server is not there/);
  });

  it('is nothing where Redis is missing and tests may be skipped', () => {
    set('TEST_REDIS_URL', undefined);
    set('REQUIRE_ALL_TESTS', undefined);
    expect(testRedisUrl()).toBeUndefined();
  });

  it('names a database for each of Jest’s processes', () => {
    set('TEST_REDIS_URL', 'redis://127.0.0.1:6379');
    set('REQUIRE_ALL_TESTS', '1');
    expect(testRedisUrl()).toMatch(/^redis:\/\/127\.0\.0\.1:6379\/\d+$/);
  });
});
