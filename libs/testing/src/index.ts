export { FakeClock } from './fake-clock';
export { foreignTable } from './foreign-table';
export { type OwnServer, startOwnPostgres, startOwnRedis } from './own-servers';
export { createTestDatabase, everythingIn, openTestDataSource, type TestDatabase } from './test-database';
export { type CapturedLog, capturedLog, silentLog, testEnvironment, testRedisUrl } from './test-environment';
