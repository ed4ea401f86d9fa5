module.exports = {
  displayName: 'web',
  preset: '../../jest.preset.js',
  rootDir: '.',
  testEnvironment: 'jsdom',
  testEnvironmentOptions: { customExportConditions: ['@callboard/source', 'browser'] },
  setupFiles: ['./test/polyfills.cjs'],
  moduleNameMapper: { '\\.css$': '<rootDir>/test/empty.cjs' },
  testTimeout: 20000,
};
