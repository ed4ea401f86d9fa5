import { RecordingsReadingModule, TranscriptsModule } from '@callboard/recordings';
import { Module } from '@nestjs/common';
import { RecordingAccess } from './recording-access.service';
import { TranscriptsController } from './transcripts.controller';

@Module({
  imports: [RecordingsReadingModule, TranscriptsModule],
  controllers: [TranscriptsController],
  providers: [RecordingAccess],
})
export class TranscriptsApiModule {}
