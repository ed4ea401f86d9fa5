import { RecordingFetcher, RecordingsModule, RecordingStorageModule } from '@callboard/recordings';
import { ZadarmaModule, ZadarmaRecordingsModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { Turns } from '../upkeep/turns.service';
import { RecordingAttemptRunner } from './recording-attempt-runner.service';
import { RecordingsCheckProcessor } from './recordings-check.processor';
import { RecordingsFetchProcessor } from './recordings-fetch.processor';
import { RecordingsSweep } from './recordings-sweep.service';
import { RecordingsSchedule } from './recordings.schedule';

/** Brings the audio of calls here. */
@Module({
  imports: [RecordingsModule, RecordingStorageModule, ZadarmaModule, ZadarmaRecordingsModule],
  providers: [
    RecordingFetcher,
    RecordingAttemptRunner,
    RecordingsCheckProcessor,
    RecordingsFetchProcessor,
    RecordingsSweep,
    RecordingsSchedule,
    Turns,
  ],
})
export class RecordingsWorkModule {}
