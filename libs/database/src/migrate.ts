import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options';
import { claimInstallation } from './installation';

// One key for every process of every version: two machines starting together migrate one after the other.
const migrationLock = 7_262_055_001;

/** Brings the database at `url` up to date and marks what it is for; returns the names of the migrations run. */
export async function migrate(url: string, demo: boolean): Promise<string[]> {
  const dataSource = new DataSource(
    // An index over many calls takes its time, and so does whoever migrates first.
    dataSourceOptions({ url, applicationName: 'callboard-migrate', poolSize: 2, queryTimeoutMs: 0 }),
  );
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock($1)`, [migrationLock]);
    const done = await dataSource.runMigrations();
    await claimInstallation(dataSource, demo);
    return done.map((migration) => migration.name);
  } finally {
    await lock.query(`SELECT pg_advisory_unlock($1)`, [migrationLock]);
    await lock.release();
    await dataSource.destroy();
  }
}
