import { ZadarmaWebrtcModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { SettingsApiModule } from '../settings/settings-api.module';
import { WebrtcDomainController } from './webrtc-domain.controller';
import { WebrtcController } from './webrtc.controller';

/** The browser phone over REST; the page it runs in is served by `servePhone`. */
@Module({
  imports: [SettingsApiModule, ZadarmaWebrtcModule],
  controllers: [WebrtcController, WebrtcDomainController],
})
export class WebrtcApiModule {}
