import { buildAll } from './build.mjs';

buildAll();
await import('./dist/main.js');
