import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const httpExceptions = {
  name: '@nestjs/common',
  importNames: [
    'HttpException',
    'BadRequestException',
    'UnauthorizedException',
    'ForbiddenException',
    'NotFoundException',
    'ConflictException',
    'InternalServerErrorException',
  ],
  message: 'Rooms know no HTTP: throw a DomainError; apps/api maps its code to a status.',
};

/** Which project may import which: every constraint whose tag the importing project carries must hold. */
export const boundaries = [
  {
    sourceTag: 'scope:web',
    onlyDependOnLibsWithTags: ['scope:web', 'scope:shared'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'bullmq', 'pg', 'ioredis'],
  },
  {
    sourceTag: 'scope:server',
    onlyDependOnLibsWithTags: ['scope:server', 'scope:shared'],
    bannedExternalImports: ['react', 'react-*', '@tanstack/*', '@mantine/*'],
  },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'], allowedExternalImports: ['zod'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:adapter',
      'type:transport',
      'type:infra',
      'type:contracts',
    ],
    bannedExternalImports: ['bullmq', '@nestjs/bullmq'],
  },
  {
    sourceTag: 'type:adapter',
    onlyDependOnLibsWithTags: ['type:domain', 'type:infra', 'type:contracts'],
    bannedExternalImports: ['bullmq', '@nestjs/bullmq', 'fastify'],
  },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:domain', 'type:infra', 'type:contracts'],
    bannedExternalImports: ['bullmq', '@nestjs/bullmq', 'ioredis', 'fastify', '@fastify/*'],
  },
  {
    sourceTag: 'type:transport',
    onlyDependOnLibsWithTags: ['type:infra', 'type:contracts'],
    bannedExternalImports: ['typeorm'],
  },
  {
    sourceTag: 'type:infra',
    onlyDependOnLibsWithTags: ['type:infra', 'type:contracts'],
    bannedExternalImports: ['bullmq', '@nestjs/bullmq'],
  },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: ['type:tool', 'type:simulator', 'type:adapter', 'type:infra', 'type:contracts'],
  },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: [
      'type:tool',
      'type:simulator',
      'type:domain',
      'type:adapter',
      'type:transport',
      'type:infra',
      'type:contracts',
    ],
  },
  // What it shared with us, it could not check.
  { sourceTag: 'type:simulator', onlyDependOnLibsWithTags: ['type:simulator'] },
  {
    sourceTag: 'room:calls',
    onlyDependOnLibsWithTags: ['room:contacts', 'room:pbx', 'type:infra', 'type:contracts'],
  },
  { sourceTag: 'room:recordings', onlyDependOnLibsWithTags: ['room:calls', 'type:infra', 'type:contracts'] },
  { sourceTag: 'room:contacts', onlyDependOnLibsWithTags: ['type:infra', 'type:contracts'] },
  { sourceTag: 'room:pbx', onlyDependOnLibsWithTags: ['type:infra', 'type:contracts'] },
  { sourceTag: 'room:auth', onlyDependOnLibsWithTags: ['type:infra', 'type:contracts'] },
];

/** Specs of the apps may play against the simulated PBX. */
const boundariesOfSpecs = boundaries.map((boundary) =>
  boundary.sourceTag === 'type:app'
    ? { ...boundary, onlyDependOnLibsWithTags: [...boundary.onlyDependOnLibsWithTags, 'type:simulator'] }
    : boundary,
);

const moduleBoundaries = (depConstraints) => [
  'error',
  { enforceBuildableLibDependency: false, allow: [], depConstraints, banTransitiveDependencies: false },
];

const onlySpecsUseTesting = {
  name: '@callboard/testing',
  message: 'Test helpers belong in *.spec.ts files (and apps/api/src/testing) only.',
};

const processEnvironment = {
  object: 'process',
  property: 'env',
  message: 'The environment is read once, in libs/platform; ask for the Environment instead.',
};

const features = readdirSync(new URL('./apps/web/src/features', import.meta.url));

/** In the SPA arrows point down only: app → features → shared, and no feature knows another. */
const screenBoundaries = features.map((feature) => {
  const others = features.filter((other) => other !== feature).join('|');
  return {
    files: [`apps/web/src/features/${feature}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${others})(/|$)`,
              message: 'Features do not import one another: compose them in app/.',
            },
            { regex: '^(\\.\\./)+app/', message: 'A feature must not know the app around it.' },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/.nx', '**/node_modules', '**/.data', '**/tmp'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(boundaries),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
    },
  },
  {
    // Nest reads constructor parameter types at run time, so a class that is injected must stay a value import.
    files: ['apps/api/**/*.ts', 'apps/worker/**/*.ts', 'libs/**/*.ts', 'tools/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/**/*.ts', 'apps/worker/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [httpExceptions, onlySpecsUseTesting] }] },
  },
  {
    files: ['apps/api/**/*.ts'],
    ignores: ['apps/api/src/testing/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [onlySpecsUseTesting] }] },
  },
  {
    files: ['apps/**/*.ts', 'apps/**/*.tsx', 'libs/**/*.ts'],
    ignores: ['libs/platform/**', 'apps/web/src/config/**', 'libs/testing/**'],
    rules: { 'no-restricted-properties': ['error', processEnvironment] },
  },
  ...screenBoundaries,
  {
    files: ['apps/web/src/shared/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^(\\.\\./)+(app|features)/', message: 'Shared parts know no feature.' }],
        },
      ],
    },
  },
  {
    files: ['apps/web/public/**/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' } },
  },
  {
    files: ['apps/*/src/**/*.int.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': moduleBoundaries(boundariesOfSpecs) },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'apps/e2e/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['libs/**/src/**/migrations/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    files: ['tools/**'],
    rules: { 'no-console': 'off' },
  },
  prettier,
);
