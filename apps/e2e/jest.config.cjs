module.exports = {
  displayName: 'e2e',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testMatch: ['**/*.e2e.ts'],
  testTimeout: 180000,
  globalSetup: '../../libs/testing/src/jest-global-setup.ts',
  globalTeardown: '../../libs/testing/src/jest-global-teardown.ts',
};
