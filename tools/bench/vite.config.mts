import { defineConfig } from 'vite';
import { nodeBundle } from '../start/node-bundle.mjs';

export default defineConfig(
  nodeBundle(import.meta.dirname, {
    intake: 'src/intake/main.ts',
    'bare-intake': 'src/intake/bare-intake.ts',
    recordings: 'src/recordings/main.ts',
  }),
);
