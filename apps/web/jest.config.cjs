const bundleMantine = require('./test/bundle-mantine.cjs');

module.exports = {
  displayName: 'web',
  preset: '../../jest.preset.js',
  rootDir: '.',
  testEnvironment: 'jsdom',
  testEnvironmentOptions: { customExportConditions: ['@callboard/source', 'browser'] },
  setupFiles: ['./test/polyfills.cjs'],
  globalSetup: './test/bundle-mantine.cjs',
  moduleNameMapper: {
    '\\.css$': '<rootDir>/test/empty.cjs',
    '^@mantine/core$': bundleMantine.file,
    '^@tabler/icons-react$': '<rootDir>/test/icons.cjs',
  },
  testTimeout: 20000,
};
