module.exports = {
  displayName: 'zadarma-sim',
  preset: '../../jest.preset.js',
  rootDir: '.',
  setupFiles: ['reflect-metadata'],
  testTimeout: 30000,
};
