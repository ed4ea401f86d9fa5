module.exports = {
  displayName: 'platform',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 20000,
};
