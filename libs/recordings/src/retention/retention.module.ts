import { CallsModule } from '@callboard/calls';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities } from '../entities';
import { DeletionsRepository } from './deletions.repository';
import { RecordingDeletions } from './recording-deletions.service';
import { RetentionRunsRepository } from './retention-runs.repository';
import { RetentionService } from './retention.service';

/**
 * Deciding what is deleted. Needs the global database and platform modules. `RecordingEraser` is for the process that
 * also has a `SOURCE_DELETION` and a `RECORDING_STORE`.
 */
@Module({
  imports: [TypeOrmModule.forFeature(entities), CallsModule],
  providers: [DeletionsRepository, RetentionRunsRepository, RecordingDeletions, RetentionService],
  exports: [DeletionsRepository, RecordingDeletions, RetentionService],
})
export class RetentionModule {}
