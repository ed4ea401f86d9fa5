import { CallsModule } from '@callboard/calls';
import { RecordingsModule } from '@callboard/recordings';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { CallAnnouncer } from './call-announcer.service';
import { CallFollowers } from './call-followers.service';
import { CallUpdater } from './call-updater.service';
import { SettingsWatch } from './settings-watch.service';
import { ZadarmaEventProcessor } from './zadarma-event.processor';

/** From what the PBX told us to the call. */
@Module({
  imports: [CallsModule, RecordingsModule, ZadarmaModule],
  providers: [ZadarmaEventProcessor, CallFollowers, CallUpdater, CallAnnouncer, SettingsWatch],
  exports: [CallUpdater, CallAnnouncer],
})
export class ZadarmaEventsModule {}
