import { PbxModule } from '@callboard/pbx';
import { Module } from '@nestjs/common';
import { DomainWatch } from './webrtc/domain-watch';
import { WebrtcDomainRegistrar } from './webrtc/webrtc-domain-registrar';
import { WebrtcKeysRepository } from './webrtc/webrtc-keys.repository';
import { WebrtcKeys } from './webrtc/webrtc-keys.service';
import { WebrtcSessions } from './webrtc/webrtc-sessions.service';
import { ZadarmaModule } from './zadarma.module';

/** The browser phone, for the process that browsers talk to. */
@Module({
  imports: [ZadarmaModule, PbxModule],
  providers: [WebrtcKeysRepository, WebrtcKeys, DomainWatch, WebrtcDomainRegistrar, WebrtcSessions],
  exports: [WebrtcSessions, WebrtcDomainRegistrar, DomainWatch],
})
export class ZadarmaWebrtcModule {}
