import { defineConfig } from 'vite';
import { nodeBundle } from '../../tools/start/node-bundle.mjs';

export default defineConfig(
  nodeBundle(import.meta.dirname, { main: 'src/main.ts', migrate: 'src/migrate.ts' }),
);
