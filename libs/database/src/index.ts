export { type DataSourceSettings, dataSourceOptions } from './data-source-options';
export { DatabaseModule } from './database.module';
export { isDatabaseTrouble } from './database-trouble';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres';
export { claimInstallation } from './installation';
export { migrate } from './migrate';
export { migrations } from './migrations';
export { Transactions } from './transactions';
