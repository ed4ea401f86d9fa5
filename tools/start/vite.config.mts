import { defineConfig } from 'vite';
import { nodeBundle } from './node-bundle.mjs';

export default defineConfig(
  nodeBundle(import.meta.dirname, { main: 'src/main.ts', tether: 'src/tether.ts' }),
);
