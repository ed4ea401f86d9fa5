module.exports = {
  displayName: 'start',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 60000,
  globalSetup: '../../libs/testing/src/jest-global-setup.ts',
  globalTeardown: '../../libs/testing/src/jest-global-teardown.ts',
};
