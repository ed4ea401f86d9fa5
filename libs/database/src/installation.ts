import { DomainError } from '@callboard/platform';
import type { DataSource } from 'typeorm';

/**
 * Marks a new database as demo or real, and refuses one that was marked otherwise.
 *
 * @throws DomainError `installation_mismatch`
 */
export async function claimInstallation(dataSource: DataSource, demo: boolean): Promise<void> {
  await dataSource.query(`INSERT INTO installation (demo) VALUES ($1) ON CONFLICT DO NOTHING`, [demo]);
  const [row] = await dataSource.query<{ demo: boolean }[]>(`SELECT demo FROM installation`);
  if (row?.demo !== demo) {
    throw new DomainError(
      'installation_mismatch',
      demo
        ? 'This database holds real data. The demo needs a database of its own: unset DATABASE_URL or set DEMO=false.'
        : 'This database holds the demo. Use another DATABASE_URL, or start with DEMO=true.',
    );
  }
}
