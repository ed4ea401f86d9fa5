import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import { Setting } from './setting.entity';

/** What a section holds when it is written. */
export interface SettingValue {
  readonly value: object;
  readonly secret: string | null;
}

/** The only place that reads and writes settings of people. */
@Injectable()
export class SettingsRepository {
  constructor(@InjectRepository(Setting) private readonly rows: Repository<Setting>) {}

  find(section: string): Promise<Setting | null> {
    return this.rows.findOneBy({ section });
  }

  /**
   * Changes a section under its row lock, so that two administrators cannot lose each other's fields. `change` may
   * write more in the same transaction.
   */
  change(
    section: string,
    change: (row: Setting, manager: EntityManager) => SettingValue | Promise<SettingValue>,
  ): Promise<Setting> {
    return this.rows.manager.transaction('READ COMMITTED', async (manager) => {
      const row = await this.lock(section, manager);
      return manager.save(Setting, { ...row, ...(await change(row, manager)), updatedAt: new Date() });
    });
  }

  private async lock(section: string, manager: EntityManager): Promise<Setting> {
    await manager
      .createQueryBuilder()
      .insert()
      .into(Setting)
      .values({ section, value: {} })
      .orIgnore()
      .execute();
    return manager.findOneOrFail(Setting, { where: { section }, lock: { mode: 'pessimistic_write' } });
  }
}
