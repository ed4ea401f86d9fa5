import { basename } from 'node:path';

/**
 * Vite's configuration of a program for Node: our own libraries are compiled in from source, packages stay outside.
 *
 * @param {string} root folder of the program
 * @param {Record<string, string>} input entry files by the name of their output
 * @returns {import('vite').UserConfig}
 */
export function nodeBundle(root, input) {
  const conditions = ['@callboard/source', 'node'];
  return {
    root,
    cacheDir: `../../node_modules/.vite/${basename(root)}`,
    resolve: { conditions },
    ssr: { noExternal: [/^@callboard\//], resolve: { conditions } },
    build: {
      ssr: true,
      outDir: 'dist',
      emptyOutDir: true,
      target: 'node20',
      sourcemap: true,
      minify: false,
      rollupOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  };
}
