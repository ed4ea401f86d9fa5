module.exports = {
  displayName: 'contracts',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 20000,
};
