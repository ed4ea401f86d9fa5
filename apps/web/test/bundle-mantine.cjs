// Mantine is some thousand small files, which every spec would load anew: one file is there ten times sooner.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { dependencies, devDependencies } = require('../../../package.json');

const version = { ...dependencies, ...devDependencies }['@mantine/core'];
const file = join(__dirname, '../../../node_modules/.cache/callboard', `mantine-core-${version}.cjs`);

module.exports = async function bundleMantine() {
  if (existsSync(file)) {
    return;
  }
  const { build } = await import('vite');
  await build({
    configFile: false,
    logLevel: 'error',
    root: __dirname,
    build: {
      outDir: join(file, '..'),
      emptyOutDir: false,
      minify: false,
      lib: {
        entry: require.resolve('@mantine/core'),
        formats: ['cjs'],
        fileName: () => file.split(/[\\/]/).at(-1),
      },
      rollupOptions: { external: (id) => !/^[./]|@mantine\/core/.test(id) },
    },
  });
};
module.exports.file = file;
