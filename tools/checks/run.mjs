// `node tools/checks/run.mjs NAME …` bundles src/NAME/main.ts and runs it with the remaining parameters.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const [name = '', ...parameters] = process.argv.slice(2);
const folder = import.meta.dirname;
const entry = join(folder, 'src', name, 'main.ts');
if (name === '' || !existsSync(entry)) {
  const known = readdirSync(join(folder, 'src')).filter((one) =>
    existsSync(join(folder, 'src', one, 'main.ts')),
  );
  console.error(`Name a check: ${known.join(', ')}`);
  process.exit(1);
}

const conditions = ['@callboard/source', 'node'];
await build({
  root: folder,
  configFile: false,
  logLevel: 'warn',
  cacheDir: '../../node_modules/.vite/checks',
  resolve: { conditions },
  ssr: { noExternal: [/^@callboard\//], resolve: { conditions } },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rollupOptions: { input: { [name]: entry }, output: { format: 'es', entryFileNames: '[name].js' } },
  },
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', join(folder, 'dist', `${name}.js`), ...parameters],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
