import { CallsModule } from '@callboard/calls';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities } from './entities';
import { RecordingAttempts } from './fetching/recording-attempts.service';
import { ForgottenRecordingsRepository } from './forgotten-recordings.repository';
import { ForgottenRecordings } from './forgotten-recordings.service';
import { HeldRecordings } from './held-recordings.service';
import { RecordingParts } from './recording-parts.service';
import { RecordingsRepository } from './recordings.repository';
import { RecordingsService } from './recordings.service';

/**
 * The room of recordings. Needs the global database and platform modules. `RecordingFetcher` is for the process that
 * also has a `RECORDING_SOURCE` and a `RECORDING_STORE`.
 */
@Module({
  imports: [TypeOrmModule.forFeature(entities), CallsModule],
  providers: [
    ForgottenRecordings,
    ForgottenRecordingsRepository,
    HeldRecordings,
    RecordingAttempts,
    RecordingParts,
    RecordingsRepository,
    RecordingsService,
  ],
  exports: [ForgottenRecordings, HeldRecordings, RecordingAttempts, RecordingsRepository, RecordingsService],
})
export class RecordingsModule {}
