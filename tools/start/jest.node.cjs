const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../..');
// The browser's project needs a page, and the end-to-end tests are a tier of their own.
const elsewhere = ['apps/web', 'apps/e2e'];
const folders = ['apps', 'libs', 'tools']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
  .filter((path) => !elsewhere.includes(path) && existsSync(join(root, path, 'jest.config.cjs')));

/**
 * Everything that runs in Node as one project, for runs of a whole tier: for each of its projects Jest finds, reads and
 * hashes all modules anew, in each of its processes.
 */
module.exports = {
  displayName: 'node',
  preset: './jest.preset.js',
  rootDir: root,
  roots: folders.map((path) => join(root, path)),
  modulePathIgnorePatterns: ['<rootDir>/[^/]+/[^/]+/(dist|out-tsc)/'],
  setupFiles: ['reflect-metadata'],
  testTimeout: 60000,
  globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.ts',
};
