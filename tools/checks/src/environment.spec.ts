import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema } from '@callboard/platform';

const read = (name: string): string => readFileSync(join(__dirname, '../../..', name), 'utf8');
const names = Object.keys(environmentSchema.shape);

describe('the environment', () => {
  it('is described in docs/operations.md, variable by variable', () => {
    const described = [...read('docs/operations.md').matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(
      ([, name]) => name,
    );
    expect(described).toEqual(names);
  });

  it('is listed in .env.example', () => {
    const listed = [...read('.env.example').matchAll(/^#?([A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(listed).toEqual(names);
  });

  it('reaches containers under names that exist', () => {
    const own = ['POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD'];
    const used = [...read('docker/compose.yml').matchAll(/^ +([A-Z0-9_]+):/gm)].map(([, name]) => name ?? '');
    expect(used.filter((name) => !names.includes(name) && !own.includes(name))).toEqual([]);
  });
});
