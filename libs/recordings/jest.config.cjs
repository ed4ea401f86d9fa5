module.exports = {
  displayName: 'recordings',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 20000,
  globalSetup: '../testing/src/jest-global-setup.ts',
  globalTeardown: '../testing/src/jest-global-teardown.ts',
};
