// Writes the boundary table of eslint.config.mjs, for specs that Jest's CommonJS mode keeps from importing it.
import { boundaries } from '../../../eslint.config.mjs';

process.stdout.write(JSON.stringify(boundaries));
