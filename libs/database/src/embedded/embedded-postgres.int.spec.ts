import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

async function whoAmI(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ name: string }>('SELECT current_user AS name')).rows[0]?.name;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let directory: string;
  let postgres: EmbeddedPostgres | undefined;
  const start = async (): Promise<EmbeddedPostgres> =>
    (postgres = await startEmbeddedPostgres({
      directory: join(directory, 'postgres'),
      flags: ['fsync=off'],
    }));

  beforeEach(() => {
    directory = mkdtempSync('/tmp/callboard-embedded-');
    chmodSync(directory, 0o755);
  });

  afterEach(async () => {
    await postgres?.stop();
    postgres = undefined;
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets in only who knows its password, which nobody else can read', async () => {
    const { url } = await start();
    expect(await whoAmI(url)).toBe('callboard');
    const [without, wrong] = [new URL(url), new URL(url)];
    without.password = '';
    wrong.password = 'guessed';
    await expect(whoAmI(without.href)).rejects.toThrow(/password/);
    await expect(whoAmI(wrong.href)).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(directory, 'postgres.password')).mode & 0o777).toBe(0o600);
  });

  it('keeps its password over a restart, and says what to do when the file is gone', async () => {
    const before = new URL((await start()).url).password;
    await postgres?.stop();
    const { url } = await start();
    expect(new URL(url).password).toBe(before);
    expect(await whoAmI(url)).toBe('callboard');
    await postgres?.stop();
    rmSync(join(directory, 'postgres.password'));
    await expect(start()).rejects.toThrow(/postgres\.password\. Put the file back from your backup/);
  });
});
