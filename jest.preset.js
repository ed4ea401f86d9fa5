const { readdirSync, readFileSync } = require('node:fs');
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

function compiled(module) {
  return ['@swc/jest', { ...swc, swcrc: false, module: { type: 'commonjs', ...module } }];
}

function filesBehindDoor(library) {
  const door = readFileSync(join(__dirname, 'libs', library, 'src/index.ts'), 'utf8');
  return [...door.matchAll(/ from '(\.[^']+)'/g)].map(([, file]) => file);
}

// Not from Nx's preset: its resolver loads Nx and TypeScript in each worker to look for what an optional require() misses.
module.exports = {
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out-tsc/'],
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    // A door loads the file behind a name when the name is first used: the test of a pure rule loads no Nest, no TypeORM.
    '/libs/[^/]+/src/index\\.ts$': compiled({
      lazy: readdirSync(join(__dirname, 'libs')).flatMap(filesBehindDoor),
    }),
    '^.+\\.[cm]?[jt]sx?$': compiled({}),
  },
  transformIgnorePatterns: [`node_modules/(?!(${esmOnly.join('|')})/)`],
  // Packages whose exports name no file for require().
  moduleNameMapper: {
    '^music-metadata$': join(__dirname, 'node_modules/music-metadata/lib/index.js'),
    '^file-type$': join(__dirname, 'node_modules/file-type/index.js'),
  },
  testEnvironmentOptions: { customExportConditions: ['@callboard/source', 'node', 'node-addons'] },
};
