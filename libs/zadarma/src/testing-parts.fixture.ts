import { type Clock, type Environment, SecretBox } from '@callboard/platform';
import type { DataSource } from 'typeorm';
import { InboundEvent } from './inbox/inbound-event.entity';
import { Inbox } from './inbox/inbox';
import { Setting } from './settings/setting.entity';
import { SettingsRepository } from './settings/settings.repository';
import { ZadarmaSettingsService } from './settings/zadarma-settings.service';

/** The settings service on a test database, wired by hand. */
export function settingsOn(dataSource: DataSource, environment: Environment, clock: Clock) {
  const inbox = new Inbox(dataSource.getRepository(InboundEvent));
  const repository = new SettingsRepository(dataSource.getRepository(Setting));
  const box = new SecretBox(environment.APP_ENCRYPTION_KEY, environment.APP_ENCRYPTION_KEY_PREVIOUS);
  return {
    inbox,
    repository,
    settings: new ZadarmaSettingsService(repository, inbox, box, environment, clock),
  };
}
