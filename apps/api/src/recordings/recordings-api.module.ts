import { AuthModule } from '@callboard/auth';
import { CallsModule } from '@callboard/calls';
import {
  ListeningModule,
  RecordingPlayback,
  RecordingsModule,
  RecordingsReadingModule,
  RecordingStorageModule,
} from '@callboard/recordings';
import { ZadarmaModule, ZadarmaRecordingsModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { MissingRecordingsController } from './missing-recordings.controller';
import { PlaybackDesk } from './playback-desk.service';
import { PlaybackOffers } from './playback-offers.service';
import { RecordingAccess } from './recording-access.service';
import { RecordingAudioController } from './recording-audio.controller';
import { RecordingPlaysController } from './recording-plays.controller';
import { RecordingsController } from './recordings.controller';

@Module({
  imports: [
    AuthModule,
    CallsModule,
    ListeningModule,
    RecordingsModule,
    RecordingsReadingModule,
    RecordingStorageModule,
    ZadarmaModule,
    ZadarmaRecordingsModule,
  ],
  controllers: [
    RecordingsController,
    RecordingAudioController,
    RecordingPlaysController,
    MissingRecordingsController,
  ],
  providers: [PlaybackDesk, PlaybackOffers, RecordingAccess, RecordingPlayback],
})
export class RecordingsApiModule {}
