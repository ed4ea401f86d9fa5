import { PbxModule } from '@callboard/pbx';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { PbxSyncProcessor } from './pbx-sync.processor';
import { PresenceWatch } from './presence-watch.service';

@Module({
  imports: [PbxModule, ZadarmaModule],
  providers: [PbxSyncProcessor, PresenceWatch],
  exports: [PresenceWatch],
})
export class PbxWorkModule {}
