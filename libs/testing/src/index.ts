export { FakeClock } from './fake-clock';
export { foreignTable } from './foreign-table';
export { type OwnServer, startOwnPostgres, startOwnRedis } from './own-servers';
export { createTestDatabase, openTestDataSource, type TestDatabase } from './test-database';
export { silentLog, testEnvironment, testRedisUrl } from './test-environment';
