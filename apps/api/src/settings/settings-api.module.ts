import { ZadarmaModule, ZadarmaWebrtcModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { SettingsFollower } from './settings-follower.service';
import { SettingsController } from './settings.controller';

@Module({
  imports: [ZadarmaModule, ZadarmaWebrtcModule],
  controllers: [SettingsController],
  providers: [SettingsFollower],
})
export class SettingsApiModule {}
