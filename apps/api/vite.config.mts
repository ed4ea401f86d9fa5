import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.vite/api',
  resolve: { conditions: ['@callboard/source', 'node'] },
  ssr: { noExternal: [/^@callboard\//], resolve: { conditions: ['@callboard/source', 'node'] } },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: { main: 'src/main.ts', 'print-openapi': 'src/print-openapi.ts' },
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
});
