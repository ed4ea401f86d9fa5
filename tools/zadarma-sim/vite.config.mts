import { defineConfig } from 'vite';
import { nodeBundle } from '../start/node-bundle.mjs';

export default defineConfig(nodeBundle(import.meta.dirname, { main: 'src/main.ts' }));
