import { CallsModule } from '@callboard/calls';
import { TranscriptPuller, TranscriptsModule } from '@callboard/recordings';
import { ZadarmaRecordingsModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { Turns } from '../upkeep/turns.service';
import { RecordingsTranscribeProcessor } from './recordings-transcribe.processor';
import { TranscriptsSchedule } from './transcripts.schedule';

/** Gets what was said in recordings from the PBX. */
@Module({
  imports: [CallsModule, TranscriptsModule, ZadarmaRecordingsModule],
  providers: [TranscriptPuller, RecordingsTranscribeProcessor, TranscriptsSchedule, Turns],
})
export class TranscriptsWorkModule {}
