module.exports = {
  displayName: 'checks',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 30000,
  globalSetup: '../../libs/testing/src/jest-global-setup.ts',
  globalTeardown: '../../libs/testing/src/jest-global-teardown.ts',
};
