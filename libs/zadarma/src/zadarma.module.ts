import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities } from './entities';
import { Inbox } from './inbox/inbox';
import { SettingsRepository } from './settings/settings.repository';
import { ZadarmaSettingsService } from './settings/zadarma-settings.service';

const services = [ZadarmaSettingsService, Inbox];

/** The provider: what any process needs of it. The webhook's intake is `ZadarmaIntakeModule`. */
@Module({
  imports: [TypeOrmModule.forFeature([...entities])],
  providers: [SettingsRepository, ...services],
  exports: services,
})
export class ZadarmaModule {}
