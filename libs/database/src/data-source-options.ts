import type { DataSourceOptions } from 'typeorm';
import { ImpatientClient } from './impatient-client';
import { migrations } from './migrations';
import { SnakeNamingStrategy } from './naming-strategy';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** What differs between the processes that open the database. */
export interface DataSourceSettings {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly poolSize?: number;
  /** How long one statement may take; 0 for as long as it takes. A minute unless given. */
  readonly queryTimeoutMs?: number;
}

/** TypeORM options for PostgreSQL. Never `synchronize`: the schema changes by migrations alone. */
export function dataSourceOptions(settings: DataSourceSettings): PostgresOptions {
  return {
    type: 'postgres',
    url: settings.url,
    applicationName: settings.applicationName,
    poolSize: settings.poolSize ?? 10,
    connectTimeoutMS: 5_000,
    synchronize: false,
    namingStrategy: new SnakeNamingStrategy(),
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    extra: {
      Client: ImpatientClient,
      // Opening one takes longer than most of what is asked for after a pause, with a caller waiting.
      min: 2,
      query_timeout: settings.queryTimeoutMs ?? 60_000,
      keepAlive: true,
      // A process that is suspended within a transaction must not keep the others waiting for its locks.
      options: '-c idle_in_transaction_session_timeout=20000',
    },
  };
}
