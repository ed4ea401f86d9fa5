import { claimInstallation } from '@callboard/database';
import { ENVIRONMENT, type Environment } from '@callboard/platform';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Refuses a database that is meant for something else, before the first job is taken. */
@Injectable()
export class InstallationCheck implements OnModuleInit {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly dataSource: DataSource,
  ) {}

  /** @throws DomainError `installation_mismatch` */
  onModuleInit(): Promise<void> {
    return claimInstallation(this.dataSource, this.environment.DEMO);
  }
}
