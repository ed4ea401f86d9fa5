import type { MigrationInterface } from 'typeorm';
import { CreateInstallation1764000000000 } from './1764000000000-create-installation';
import { CreateInbox1764000200000 } from './1764000200000-create-inbox';

/** Every migration, oldest first. Listed by hand because bundled processes cannot search folders. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  CreateInstallation1764000000000,
  CreateInbox1764000200000,
];
