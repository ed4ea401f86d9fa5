import { CallsModule } from '@callboard/calls';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { entities } from '../entities';
import { TranscriptSearchRepository } from './transcript-search.repository';
import { TranscriptsRepository } from './transcripts.repository';
import { TranscriptsService } from './transcripts.service';

/**
 * What was said in recordings. Needs the global database and platform modules. `TranscriptPuller` is for the process
 * that also has a `SPEECH_RECOGNISER`.
 */
@Module({
  imports: [TypeOrmModule.forFeature(entities), CallsModule],
  providers: [TranscriptsRepository, TranscriptSearchRepository, TranscriptsService],
  exports: [TranscriptsRepository, TranscriptsService],
})
export class TranscriptsModule {}
