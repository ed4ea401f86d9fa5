import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.vite/web',
  plugins: [react()],
  resolve: {
    conditions: [
      '@callboard/source',
      'module',
      'browser',
      mode === 'production' ? 'production' : 'development',
    ],
  },
  server: { proxy: { '/api': 'http://localhost:3000' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: addresses for fonts.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: ['index.html', 'phone.html'].map((page) => join(import.meta.dirname, page)),
      output: {
        // What every visit needs, in few files: left alone it came in forty, which compress badly.
        codeSplitting: {
          groups: [
            // The phone's page uses it too, and nothing else of the application belongs there.
            { name: 'wire', test: /[\\/](zod|libs[\\/]contracts)[\\/]/, priority: 1 },
            // With all it imports, but not what it fetches when that is first wanted.
            { name: 'app', test: /[\\/]web[\\/]src[\\/]main\.tsx$/ },
          ],
        },
      },
    },
  },
}));
