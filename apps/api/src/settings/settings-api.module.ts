import { AuthModule } from '@callboard/auth';
import { ZadarmaModule, ZadarmaWebrtcModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { ChangesAtZadarma } from './changes-at-zadarma.service';
import { SettingsFollower } from './settings-follower.service';
import { SettingsController } from './settings.controller';
import { WebhookRegistrationController } from './webhook-registration.controller';

@Module({
  imports: [AuthModule, ZadarmaModule, ZadarmaWebrtcModule],
  controllers: [SettingsController, WebhookRegistrationController],
  providers: [SettingsFollower, ChangesAtZadarma],
  exports: [ChangesAtZadarma],
})
export class SettingsApiModule {}
