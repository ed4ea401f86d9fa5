const nxPreset = require('@nx/jest/preset').default;
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swc = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));
delete swc.$schema;

// Jest on Node 20 cannot load ES modules: packages that ship or import() only such are compiled like our own code.
const esmOnly = [
  '@nestjs',
  '@fastify/cookie',
  '@tanstack',
  'uuid',
  'eventsource-parser',
  // music-metadata and what it is made of
  'music-metadata',
  'strtok3',
  'token-types',
  '@borewit',
  '@tokenizer',
  'uint8array-extras',
  'win-guid',
  'file-type',
  'media-typer',
];

module.exports = {
  ...nxPreset,
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '^.+\\.[cm]?[jt]sx?$': ['@swc/jest', { ...swc, swcrc: false, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: [`node_modules/(?!(${esmOnly.join('|')})/)`],
  // Packages whose exports name no file for require().
  moduleNameMapper: {
    '^music-metadata$': join(__dirname, 'node_modules/music-metadata/lib/index.js'),
    '^file-type$': join(__dirname, 'node_modules/file-type/index.js'),
  },
  testEnvironmentOptions: { customExportConditions: ['@callboard/source', 'node', 'node-addons'] },
};
